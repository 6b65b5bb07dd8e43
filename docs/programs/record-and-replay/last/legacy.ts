import { TCP } from '@sockio/legacy'
import { recorder } from '@sockio/recorder'

const recording = recorder('night.jsonl', { last: '64 MiB' })
const sock = new TCP('scope.lab', 5025, { timeout: 2000, ...recording })

sock.query('*IDN?', (err, identity) => {
  if (err) throw err
  console.log(identity)
  sock.close()
})
