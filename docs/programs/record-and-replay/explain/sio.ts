import { explain, readRecording, recorder } from '@sockio/recorder'
import { TCP, TimeoutError } from '@sockio/sio'

const sock = new TCP('scope.lab', 5025, { timeout: 2000, ...recorder('failed.jsonl') })
sock.query('*IDN?')
try {
  sock.query('MEAS:FLUX?', { timeout: 100 })
} catch (error) {
  if (!(error instanceof TimeoutError)) throw error
}
sock.close()

const lines = explain(readRecording('failed.jsonl')).split('\n')
console.log(lines.slice(0, 3).join('\n'))
