import { TCP } from '@sockio/legacy'
import { explain, readRecording, recorder } from '@sockio/recorder'

const sock = new TCP('scope.lab', 5025, { timeout: 2000, ...recorder('failed.jsonl') })

sock.query('*IDN?', (err) => {
  if (err) throw err
  sock.query('MEAS:FLUX?', { timeout: 100 }, () => sock.close(closed))
})

function closed() {
  const lines = explain(readRecording('failed.jsonl')).split('\n')
  console.log(lines.slice(0, 3).join('\n'))
}
