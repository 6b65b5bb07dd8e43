import { TCP } from '@sockio/legacy'

const sock = new TCP('scope.lab', 5025, { timeout: 5000 })

sock.write('WAV:POIN 500\n')
sock.writeReadBlock('WAV:DATA?\n', (err, waveform) => {
  if (err) throw err
  console.log(waveform.length, 'bytes')
  sock.close()
})
