import { socketForUrl } from '@sockio/legacy'
import './ssh.ts'

const scope = socketForUrl('ssh://gateway.lab/scope.lab:5025', {
  timeout: 10_000,
  settle: 300,
})
scope.query('*IDN?', (err, identity) => {
  if (err) throw err
  console.log(identity)
  scope.query('CHAN1:SCAL?', (err, scale) => {
    if (err) throw err
    console.log(Number(scale), 'V')
    scope.close()
  })
})
