import { device } from '@sockio/sim'
import { supply } from './supply.mts'

export default () => device(supply)
