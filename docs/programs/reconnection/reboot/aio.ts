import { ConnectionLostError, TCP } from '@sockio/aio'

await using sock = new TCP('scope.lab', 5025, {
  timeout: 10_000,
  reconnect: { retries: Infinity, minDelay: 50, maxDelay: 1000 },
})

console.log(await sock.query('*IDN?'))
try {
  await sock.query('SYST:REB') // off, in place of a reply, and back after 200 ms
} catch (error) {
  if (!(error instanceof ConnectionLostError)) throw error
  console.log(error.code)
}
console.log(await sock.query('*IDN?'), sock.connectionCounter)
