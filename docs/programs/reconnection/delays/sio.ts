import { ConnectError, TCP } from '@sockio/sio'

using sock = new TCP('scope.lab', 5025, {
  reconnect: { retries: 3, minDelay: 20, factor: 1, jitter: false }, // a function can't leave its thread
  onRetry: ({ attempt, delay }) =>
    console.log(`attempt ${attempt} failed, again in ${delay} ms`),
})

try {
  sock.query('*IDN?')
} catch (failure) {
  if (!(failure instanceof ConnectError)) throw failure
  console.log(failure.code)
}
