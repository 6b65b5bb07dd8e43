import { socketForUrl } from '@sockio/aio'

await using scope = socketForUrl('tcp://127.0.0.1:5025', { timeout: 10_000, settle: 300 })
console.log(await scope.query('*IDN?'))
console.log(Number(await scope.query('CHAN1:SCAL?')), 'V')
