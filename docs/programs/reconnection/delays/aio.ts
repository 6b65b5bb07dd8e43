import { ConnectError, TCP } from '@sockio/aio'

await using sock = new TCP('scope.lab', 5025, {
  reconnect: (attempt) => (attempt <= 3 ? 20 : false),
  onRetry: ({ attempt, delay }) =>
    console.log(`attempt ${attempt} failed, again in ${delay} ms`),
})

const failure = await sock.query('*IDN?').catch((error) => error)
if (!(failure instanceof ConnectError)) throw failure
console.log(failure.code)
