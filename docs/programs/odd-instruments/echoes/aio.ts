import { TCP } from '@sockio/aio'

await using sock = new TCP('scope.lab', 5025, { timeout: 2000 })

async function ask(request: string): Promise<string> {
  const [, reply = ''] = await sock.writeReadLines(`${request}\n`, 2, {
    encoding: 'utf8',
  })
  return reply
}
console.log(await ask('*IDN?'))
await sock.writeReadLine('CHAN1:SCAL 0.5\n') // a command has its echo, too
console.log(await ask('CHAN1:SCAL?'))
