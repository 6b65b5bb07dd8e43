import { TCP } from '@sockio/legacy'
import { recorder } from '@sockio/recorder'

const sock = new TCP('scope.lab', 5025, { timeout: 2000, ...recorder('session.jsonl') })

sock.query('*IDN?', (err, identity) => {
  if (err) throw err
  console.log(identity)
  sock.close()
})
