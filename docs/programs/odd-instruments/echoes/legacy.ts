import { type SockioError, TCP } from '@sockio/legacy'

const sock = new TCP('scope.lab', 5025, { timeout: 2000 })

function ask(
  request: string,
  callback: (err: SockioError | null, reply?: string) => void,
): void {
  sock.writeReadLines(`${request}\n`, 2, { encoding: 'utf8' }, (err, [, reply] = []) =>
    callback(err, reply),
  )
}

ask('*IDN?', (err, identity) => console.log(err ? err.message : identity))
sock.writeReadLine('CHAN1:SCAL 0.5\n') // a command has its echo, too
ask('CHAN1:SCAL?', (err, scale) => {
  console.log(err ? err.message : scale)
  sock.close()
})
