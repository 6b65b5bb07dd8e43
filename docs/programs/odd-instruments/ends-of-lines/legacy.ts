import { TCP } from '@sockio/legacy'

const wrong = new TCP('scope.lab', 5025)
const right = new TCP('scope.lab', 5025, { timeout: 2000, eol: '\r\n', writeEol: '\r' })

wrong.open((err) => {
  if (err) throw err
  wrong.query('TEMP?', { timeout: 100 }, (err) => {
    if (err?.code !== 'SOCKIO_TIMEOUT') throw err
    console.log(err.message)
    wrong.close()
    right.query('TEMP?', (err, temperature) => {
      console.log(err ? err.message : temperature)
      right.close()
    })
  })
})
