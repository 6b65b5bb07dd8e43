import { list, number, record } from '@sockio/instrument'
import { TCP } from '@sockio/sio'

using sock = new TCP('scope.lab', 5025, { timeout: 1000 })
console.log(sock.query('FETC?', { as: list(number()) })) // of 1.25,-2.5E-01,9.91E37

const limits = record({ low: number(), high: number() }, { separator: ';' })
const { low, high } = sock.query('LIM?', { as: limits }) // of 0;30
console.log(low, high)
