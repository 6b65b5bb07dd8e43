import { list, number, record } from '@sockio/instrument'
import { TCP } from '@sockio/legacy'

const sock = new TCP('scope.lab', 5025, { timeout: 1000 })

sock.query('FETC?', { as: list(number()) }, (err, values) => {
  if (err) throw err
  console.log(values) // of 1.25,-2.5E-01,9.91E37
})

const range = record({ low: number(), high: number() }, { separator: ';' })
sock.query('LIM?', { as: range }, (err, limits) => {
  if (err) throw err
  console.log(limits.low, limits.high) // of 0;30
  sock.close()
})
