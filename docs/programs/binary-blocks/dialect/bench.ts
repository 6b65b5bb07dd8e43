import { type Device, raw } from '@sockio/sim'

export default (): Device => ({
  'CURV?': raw(':CURV #15hello\n'),
  'ALL?': raw('#13one,#13two\n'),
})
