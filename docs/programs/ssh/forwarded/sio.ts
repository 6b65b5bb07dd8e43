import { socketForUrl } from '@sockio/sio'

using scope = socketForUrl('tcp://127.0.0.1:5025', { timeout: 10_000, settle: 300 })
console.log(scope.query('*IDN?'))
console.log(Number(scope.query('CHAN1:SCAL?')), 'V')
