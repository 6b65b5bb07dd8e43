import { type Device, raw } from '@sockio/sim'

export default (): Device => ({ 'SPEC?': raw(Buffer.from([0, 0, 0, 3, 7, 8, 9])) })
