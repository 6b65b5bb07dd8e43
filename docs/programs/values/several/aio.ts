import { TCP } from '@sockio/aio'
import { list, number, record } from '@sockio/instrument'

await using sock = new TCP('scope.lab', 5025, { timeout: 1000 })
console.log(await sock.query('FETC?', { as: list(number()) })) // of 1.25,-2.5E-01,9.91E37

const limits = record({ low: number(), high: number() }, { separator: ';' })
const { low, high } = await sock.query('LIM?', { as: limits }) // of 0;30
console.log(low, high)
