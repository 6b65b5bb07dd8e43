import { TCP } from '@sockio/legacy'

const sock = new TCP('scope.lab', 5025, { timeout: 2000 })
sock.exchange('ST?\n', { idle: 50 }, { encoding: 'utf8' }, (err, state) => {
  console.log(err ? err.message : state)
  sock.close()
})
