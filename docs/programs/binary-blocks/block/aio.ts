import { TCP } from '@sockio/aio'

await using sock = new TCP('scope.lab', 5025, { timeout: 5000 })
await sock.write('WAV:POIN 500\n')
const waveform = await sock.writeReadBlock('WAV:DATA?\n')
console.log(waveform.length, 'bytes')
