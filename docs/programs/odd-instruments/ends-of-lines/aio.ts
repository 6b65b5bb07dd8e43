import { TCP, TimeoutError } from '@sockio/aio'

await using wrong = new TCP('scope.lab', 5025)
await wrong.open()
const failure = await wrong.query('TEMP?', { timeout: 100 }).catch((error) => error)
if (!(failure instanceof TimeoutError)) throw failure
console.log(failure.message)

await using right = new TCP('scope.lab', 5025, {
  timeout: 2000,
  eol: '\r\n',
  writeEol: '\r',
})
console.log(await right.query('TEMP?'))
