import { device } from '@sockio/sim'
import { oven } from './oven.ts'

export default { device: device(oven) }
