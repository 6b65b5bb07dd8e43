import type { Device } from '@sockio/sim'

export default (): Device => ({ 'FETC?': '1.25,-2.5E-01,9.91E37', 'LIM?': '0;30' })
