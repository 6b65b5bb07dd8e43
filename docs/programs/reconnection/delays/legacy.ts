import { TCP } from '@sockio/legacy'

const sock = new TCP('scope.lab', 5025, {
  reconnect: (attempt) => (attempt <= 3 ? 20 : false),
})

sock.on('reconnecting', ({ attempt, delay }) =>
  console.log(`attempt ${attempt} failed, again in ${delay} ms`),
)
sock.query('*IDN?', (err) => {
  console.log(err?.code)
  sock.close()
})
