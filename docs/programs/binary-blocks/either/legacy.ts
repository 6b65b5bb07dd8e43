import { type Callback, TCP } from '@sockio/legacy'

const sock = new TCP('scope.lab', 5025, { timeout: 5000 })

const show: Callback<Buffer> = (err, reply) => {
  if (err) throw err
  console.log(reply.subarray(0, 3).toString('latin1').trimEnd())
}

sock.write('WAV:POIN 4\n')
sock.writeReadLine('*OPC?\n', { blocks: true }, show)
sock.writeReadLine('WAV:DATA?\n', { blocks: true }, (err, reply) => {
  show(err, reply)
  sock.close()
})
