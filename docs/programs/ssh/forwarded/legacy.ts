import { socketForUrl } from '@sockio/legacy'

const scope = socketForUrl('tcp://127.0.0.1:5025', { timeout: 10_000, settle: 300 })
scope.query('*IDN?', (err, identity) => {
  if (err) throw err
  console.log(identity)
  scope.query('CHAN1:SCAL?', (err, scale) => {
    if (err) throw err
    console.log(Number(scale), 'V')
    scope.close()
  })
})
