import { recorder } from '@sockio/recorder'
import { TCP } from '@sockio/sio'

const recording = recorder('night.jsonl', { last: '64 MiB' })
using sock = new TCP('scope.lab', 5025, { timeout: 2000, ...recording })
console.log(sock.query('*IDN?'))
