import { TCP } from '@sockio/sio'

using sock = new TCP('scope.lab', 5025, { timeout: 5000 })
sock.write('WAV:POIN 4\n')
for (const request of ['*OPC?\n', 'WAV:DATA?\n']) {
  const reply = sock.writeReadLine(request, { blocks: true })
  console.log(reply.subarray(0, 3).toString('latin1').trimEnd())
}
