import { sleep, TCP } from '@sockio/sio'

using other = new TCP('scope.lab', 5025, { timeout: 2000 })
other.query('*OPC?')

using sock = new TCP('scope.lab', 5025, {
  timeout: 10_000,
  settle: 500,
  reconnect: { retries: 50, minDelay: 50, factor: 1 },
  resolveFutures: false, // so that the other can be closed while this call waits
})
const identity = sock.query('*IDN?')
sleep(500)
other.close()
console.log(identity.result())
