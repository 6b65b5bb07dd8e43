import { TCP } from '@sockio/sio'

using sock = new TCP('scope.lab', 5025, { timeout: 2000 })

function ask(request: string): string {
  const [, reply = ''] = sock.writeReadLines(`${request}\n`, 2, { encoding: 'utf8' })
  return reply
}
console.log(ask('*IDN?'))
sock.writeReadLine('CHAN1:SCAL 0.5\n') // a command has its echo, too
console.log(ask('CHAN1:SCAL?'))
