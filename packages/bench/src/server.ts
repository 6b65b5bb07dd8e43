/** The instrument of `server.c` once more, for machines without a C compiler: slower, so its ratios flatter. */
import { once } from 'node:events'
import { createServer, type Socket } from 'node:net'

const REPLY = Buffer.from('+1.23456789E-03\n')
const LINE_SIZE = 64
const BATCH = 1024
const LINES = Buffer.from(
  Array.from(
    { length: BATCH },
    (_, i) =>
      `${String(i)
        .padStart(8, '0')
        .padEnd(LINE_SIZE - 1, String(i % 10))}\n`,
  ).join(''),
)

async function stream(socket: Socket, count: number): Promise<void> {
  for (let left = count; left > 0 && !socket.destroyed; left -= BATCH) {
    if (!socket.write(left < BATCH ? LINES.subarray(0, left * LINE_SIZE) : LINES)) await once(socket, 'drain')
  }
}

const server = createServer({ noDelay: true }, (socket) => {
  let rest = ''
  socket.setEncoding('latin1')
  socket.on('error', () => socket.destroy())
  socket.on('data', async (text: string) => {
    rest += text
    for (let end = rest.indexOf('\n'); end >= 0; end = rest.indexOf('\n')) {
      const request = rest.slice(0, end)
      rest = rest.slice(end + 1)
      if (request.startsWith('START ')) await stream(socket, Number(request.slice(6))).catch(() => socket.destroy())
      else socket.write(REPLY)
    }
  })
})

server.listen(0, '127.0.0.1', () => {
  const address = server.address()
  if (address !== null && typeof address === 'object') console.log(address.port)
})
process.stdin.resume().on('end', () => process.exit(0))
