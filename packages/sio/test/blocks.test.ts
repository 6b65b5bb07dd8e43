/** 64 MiB each way, through rings that are much smaller. */
import { once } from 'node:events'
import { type AddressInfo, createServer } from 'node:net'
import { runScript } from '@sockio/conformance'
import { expect, test } from 'vitest'

const SIZE = 64 * 1024 * 1024

/** Takes so many bytes, each the lowest byte of its index, says whether they were right, and sends them back as a block. */
function checker() {
  return createServer((socket) => {
    let count = 0
    let right = true
    socket.on('data', (chunk: Buffer) => {
      for (const byte of chunk) if (byte !== (count++ & 0xff)) right = false
      if (count < SIZE) return
      socket.write(`${right}\n`)
      const block = Buffer.from(Array.from({ length: 256 }, (_, i) => i))
      socket.write(`#8${SIZE}`)
      for (let sent = 0; sent < SIZE; sent += 65_536) socket.write(Buffer.alloc(65_536, block))
      socket.write('\n')
    })
  })
}

test.each(['value', 'future'])('a block of 64 MiB there and back, as a %s', async (kind) => {
  const server = checker().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const script = `
    import { TCP } from '@sockio/sio'
    const sock = new TCP('127.0.0.1', PORT, { timeout: Infinity, resolveFutures: ${kind === 'value'} })
    const given = (result) => ${kind === 'value' ? 'result' : 'result.result()'}
    const bytes = Buffer.alloc(${SIZE}, Buffer.from(Array.from({ length: 256 }, (_, i) => i)))
    console.log(given(sock.writeReadLine(bytes, { encoding: 'utf8' })))
    const block = given(sock.readBlock())
    console.log(block.length, block.equals(bytes))`
  expect(await runScript(script, port)).toEqual({ code: 0, stdout: `true\n${SIZE} true`, stderr: '' })
  server.close()
})
