import { supply } from '@sockio/sim'

export { nats as needs } from '@sockio/integration'
export { hubOnNats as around } from '../../../test/hub-on-nats.ts'

export const instruments = { '127.0.0.1': () => supply({ noise: 0 }) }
