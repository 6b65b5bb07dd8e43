import { TCP } from '@sockio/aio'
import { explain, readRecording, recorder } from '@sockio/recorder'

const sock = new TCP('scope.lab', 5025, { timeout: 2000, ...recorder('failed.jsonl') })
await sock.query('*IDN?')
await sock.query('MEAS:FLUX?', { timeout: 100 }).catch(() => undefined)
await sock.close()

const lines = explain(readRecording('failed.jsonl')).split('\n')
console.log(lines.slice(0, 3).join('\n'))
