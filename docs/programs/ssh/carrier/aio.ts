import { socketForUrl } from '@sockio/aio'
import './ssh.ts'

await using scope = socketForUrl('ssh://gateway.lab/scope.lab:5025', {
  timeout: 10_000,
  settle: 300,
})
console.log(await scope.query('*IDN?'))
console.log(Number(await scope.query('CHAN1:SCAL?')), 'V')
