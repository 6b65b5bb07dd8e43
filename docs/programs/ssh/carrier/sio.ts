import { socketForUrl } from '@sockio/sio'
import './ssh.ts'

using scope = socketForUrl('ssh://gateway.lab/scope.lab:5025', {
  timeout: 10_000,
  settle: 300,
})
console.log(scope.query('*IDN?'))
console.log(Number(scope.query('CHAN1:SCAL?')), 'V')
