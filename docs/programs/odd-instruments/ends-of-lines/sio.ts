import { TCP, TimeoutError } from '@sockio/sio'

using wrong = new TCP('scope.lab', 5025)
wrong.open()
try {
  wrong.query('TEMP?', { timeout: 100 })
} catch (failure) {
  if (!(failure instanceof TimeoutError)) throw failure
  console.log(failure.message)
}

using right = new TCP('scope.lab', 5025, { timeout: 2000, eol: '\r\n', writeEol: '\r' })
console.log(right.query('TEMP?'))
