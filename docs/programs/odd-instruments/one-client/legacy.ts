import { TCP } from '@sockio/legacy'

const other = new TCP('scope.lab', 5025, { timeout: 2000 })
const sock = new TCP('scope.lab', 5025, {
  timeout: 10_000,
  settle: 500,
  reconnect: { retries: 50, minDelay: 50, factor: 1 },
})

other.query('*OPC?', (err) => {
  if (err) throw err
  setTimeout(() => other.close(), 500)
  sock.query('*IDN?', (err, identity) => {
    console.log(err ? err.message : identity)
    sock.close()
  })
})
