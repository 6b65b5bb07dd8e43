import { TCP } from '@sockio/aio'

await using other = new TCP('scope.lab', 5025, { timeout: 2000 })
await other.query('*OPC?')
setTimeout(() => other.close(), 500)

await using sock = new TCP('scope.lab', 5025, {
  timeout: 10_000,
  settle: 500,
  reconnect: { retries: 50, minDelay: 50, factor: 1 },
})
console.log(await sock.query('*IDN?'))
