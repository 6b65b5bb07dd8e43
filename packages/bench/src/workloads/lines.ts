/** Lines of 64 bytes, as fast as they come; the consumer counts them and their bytes. */
import { TCP } from '@sockio/aio'
import { bareSocket } from '../bare-socket.ts'
import { nodeReadline } from '../rivals/node-readline.ts'
import { serialportReadline } from '../rivals/serialport-readline.ts'
import { Tally } from '../tally.ts'
import type { Contender, Run, Workload } from '../workload.ts'

const LF = 10

/** By hand: one `subarray` per line, in a callback; what is left of a chunk is joined with the next one. */
const bareSplitter: Contender = {
  name: 'bare net.Socket, splitter',
  async open(port): Promise<Run> {
    const socket = await bareSocket(port)
    let line = (_line: Buffer) => {}
    let rest: Buffer | undefined
    socket.on('data', (chunk: Buffer) => {
      const data = rest === undefined ? chunk : Buffer.concat([rest, chunk])
      let start = 0
      for (let at = data.indexOf(LF); at >= 0; at = data.indexOf(LF, start)) {
        line(data.subarray(start, at + 1))
        start = at + 1
      }
      rest = start === data.length ? undefined : data.subarray(start)
    })
    return {
      go: (n) =>
        new Promise((resolve) => {
          const tally = new Tally(n, 64)
          line = (buffer) => {
            if (tally.add(buffer.length)) resolve()
          }
          socket.write(`START ${n}\n`)
        }),
      close: () => void socket.destroy(),
    }
  },
}

const aioBuffers: Contender = {
  name: 'aio for await, Buffers',
  async open(port): Promise<Run> {
    const sock = new TCP('127.0.0.1', port)
    await sock.open()
    return {
      async go(n) {
        const tally = new Tally(n, 64)
        await sock.write(`START ${n}\n`)
        for await (const line of sock) if (tally.add(line.length)) break
      },
      close: () => sock.close(),
    }
  },
}

const aioText: Contender = {
  name: 'aio for await, text',
  async open(port): Promise<Run> {
    const sock = new TCP('127.0.0.1', port)
    await sock.open()
    return {
      async go(n) {
        const tally = new Tally(n, 63)
        await sock.write(`START ${n}\n`)
        for await (const line of sock.lines({ encoding: 'utf8' })) if (tally.add(line.length)) break
      },
      close: () => sock.close(),
    }
  },
}

export const lines: Workload = {
  name: 'lines of 64 bytes',
  unit: 'lines',
  latency: false,
  contenders: [bareSplitter, aioBuffers, aioText, serialportReadline, nodeReadline],
  goals: [
    { row: aioBuffers.name, atLeast: 0.5 },
    { row: aioBuffers.name, aheadOf: serialportReadline.name },
    { row: aioText.name, aheadOf: serialportReadline.name },
  ],
}
