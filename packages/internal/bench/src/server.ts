/** The instrument of `server.c` once more, with the same argument, for machines without a C compiler: slower, so its ratios flatter. */
import { once } from 'node:events'
import { createServer, type Socket } from 'node:net'

const REPLY = Buffer.from('+1.23456789E-03\n')
const BATCH = 64 * 1024

/** Whole lines of one size, about a batch of them. */
function lines(size: number): Buffer {
  return Buffer.from(`${'0'.repeat(size - 1)}\n`.repeat(Math.max(1, Math.floor(BATCH / size))))
}

/** Repeats the bytes until so many have gone. */
async function stream(socket: Socket, bytes: Buffer, length: number): Promise<void> {
  for (let left = length; left > 0 && !socket.destroyed; left -= bytes.length) {
    if (!socket.write(left < bytes.length ? bytes.subarray(0, left) : bytes)) await once(socket, 'drain')
  }
}

async function answer(socket: Socket, request: string): Promise<void> {
  const [word, count = 0, size = 64] = request.split(' ').map((part, i) => (i === 0 ? part : Number(part)))
  if (word === 'START') await stream(socket, lines(Number(size)), Number(count) * Number(size))
  else if (word === 'BLOCK') {
    socket.write(`#9${String(count).padStart(9, '0')}`)
    await stream(socket, Buffer.alloc(BATCH, '0'), Number(count))
    socket.write('\n')
  } else if (word === 'SYST:ERR?') socket.write('+0,"No error"\n')
  else if (word !== 'VOLT') socket.write(REPLY)
}

const serve = (socket: Socket) => {
  let rest = ''
  socket.setEncoding('latin1')
  socket.on('error', () => socket.destroy())
  socket.on('data', async (text: string) => {
    rest += text
    for (let end = rest.indexOf('\n'); end >= 0; end = rest.indexOf('\n')) {
      const request = rest.slice(0, end)
      rest = rest.slice(end + 1)
      await answer(socket, request).catch(() => socket.destroy())
    }
  })
}

const [, , path] = process.argv
if (path !== undefined) createServer(serve).listen(path)
const server = createServer({ noDelay: true }, serve)

server.listen(0, '127.0.0.1', () => {
  const address = server.address()
  if (address !== null && typeof address === 'object') console.log(address.port)
})
process.stdin.resume().on('end', () => process.exit(0))
