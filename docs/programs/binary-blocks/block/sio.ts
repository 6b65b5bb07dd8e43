import { TCP } from '@sockio/sio'

using sock = new TCP('scope.lab', 5025, { timeout: 5000 })
sock.write('WAV:POIN 500\n')
const waveform = sock.writeReadBlock('WAV:DATA?\n')
console.log(waveform.length, 'bytes')
