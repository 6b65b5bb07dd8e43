/** Sequential request-reply: one line of 6 bytes out, one of 16 bytes back, and only then the next. */
import type { Socket } from 'node:net'
import { TCP } from '@sockio/aio'
import { bareSocket } from '../bare-socket.ts'
import type { Contender, Run, Workload } from '../workload.ts'

const REQUEST = 'MEAS?\n'
const LF = 10

/** By hand: calls `reply` with each whole line as text, and carries what is left. */
function onReply(socket: Socket, reply: (text: string) => void): void {
  let rest: Buffer | undefined
  socket.on('data', (chunk: Buffer) => {
    let data = rest === undefined ? chunk : Buffer.concat([rest, chunk])
    for (let at = data.indexOf(LF); at >= 0; at = data.indexOf(LF)) {
      const text = data.toString('utf8', 0, at)
      data = data.subarray(at + 1)
      reply(text)
    }
    rest = data.length === 0 ? undefined : data
  })
}

/** The floor: no promise at all; the callback of a reply writes the next request. */
const withCallback: Contender = {
  name: 'bare net.Socket, callback',
  async open(port): Promise<Run> {
    const socket = await bareSocket(port)
    let replied = (_text: string) => {}
    onReply(socket, (text) => replied(text))
    return {
      go: (n, ticks) =>
        new Promise((resolve) => {
          let done = 0
          replied = (text) => {
            check(text)
            ticks[done++] = performance.now()
            if (done === n) resolve()
            else socket.write(REQUEST)
          }
          socket.write(REQUEST)
        }),
      close: () => void socket.destroy(),
    }
  },
}

/** What a careful user writes who wants to `await` a reply; calls one at a time, no timeout, no errors. */
const withPromise: Contender = {
  name: 'bare net.Socket, promise',
  async open(port): Promise<Run> {
    const socket = await bareSocket(port)
    let replied = (_text: string) => {}
    onReply(socket, (text) => replied(text))
    const query = (request: string) =>
      new Promise<string>((resolve) => {
        replied = resolve
        socket.write(request)
      })
    return {
      async go(n, ticks) {
        for (let i = 0; i < n; i++) {
          check(await query(REQUEST))
          ticks[i] = performance.now()
        }
      },
      close: () => void socket.destroy(),
    }
  },
}

const aioQuery: Contender = {
  name: 'aio query',
  async open(port): Promise<Run> {
    const sock = new TCP('127.0.0.1', port)
    await sock.open()
    return {
      async go(n, ticks) {
        for (let i = 0; i < n; i++) {
          check(await sock.query(REQUEST))
          ticks[i] = performance.now()
        }
      },
      close: () => sock.close(),
    }
  },
}

const aioWriteReadLine: Contender = {
  name: 'aio writeReadLine',
  async open(port): Promise<Run> {
    const sock = new TCP('127.0.0.1', port)
    await sock.open()
    return {
      async go(n, ticks) {
        for (let i = 0; i < n; i++) {
          check(await sock.writeReadLine(REQUEST))
          ticks[i] = performance.now()
        }
      },
      close: () => sock.close(),
    }
  },
}

/** A reply of 16 bytes, with its end of line or without. */
function check(reply: string | Buffer): void {
  if (reply.length < 15 || reply.length > 16)
    throw new Error(`an unexpected reply: ${JSON.stringify(reply.toString())}`)
}

export const requestReply: Workload = {
  name: 'request-reply',
  unit: 'requests',
  latency: true,
  contenders: [withCallback, withPromise, aioQuery, aioWriteReadLine],
  goals: [{ row: aioQuery.name, atLeast: 0.9 }],
}
