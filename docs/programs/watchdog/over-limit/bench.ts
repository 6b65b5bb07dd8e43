import { supply } from '@sockio/sim'

export const instruments = { 'supply.lab': () => supply({ noise: 0 }) }
