import { TCP } from '@sockio/aio'

await using sock = new TCP('scope.lab', 5025, { timeout: 5000 })
await sock.write('WAV:POIN 4\n')
for (const request of ['*OPC?\n', 'WAV:DATA?\n']) {
  const reply = await sock.writeReadLine(request, { blocks: true })
  console.log(reply.subarray(0, 3).toString('latin1').trimEnd())
}
