/** A bare `net.Socket`, used by hand, as a careful user would who needs just this. */
import type { Socket } from 'node:net'
import { bareSocket } from '../bare-socket.ts'
import { Tally } from '../tally.ts'
import type { Contender } from '../workload.ts'
import { check, REQUEST } from './request.ts'

const LF = 10

/** Calls `line` with one `subarray` per line; what is left of a chunk is joined with the next one. */
function onLine(socket: Socket, line: (buffer: Buffer) => void): void {
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
}

/** The floor: no promise at all; the callback of a reply writes the next request. */
export const withCallback: Contender = {
  name: 'bare net.Socket, callback',
  async open(port) {
    const socket = await bareSocket(port)
    let replied = (_text: string) => {}
    onLine(socket, (line) => replied(line.toString('utf8', 0, line.length - 1)))
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
      close: () => socket.destroy(),
    }
  },
}

/** What a careful user writes who wants to `await` a reply; calls one at a time, no timeout, no errors. */
export async function asker(port: number) {
  return askerOn(await bareSocket(port))
}

export function askerOn(socket: Socket) {
  let replied = (_text: string) => {}
  onLine(socket, (line) => replied(line.toString('utf8', 0, line.length - 1)))
  return {
    query: () =>
      new Promise<string>((resolve) => {
        replied = resolve
        socket.write(REQUEST)
      }),
    close: () => socket.destroy(),
  }
}

/** The same with callbacks, and a queue: each is called with its own reply, and the next request goes out. */
export async function queue(port: number) {
  const socket = await bareSocket(port)
  const waiting: ((reply: string) => void)[] = []
  onLine(socket, (line) => {
    waiting.shift()?.(line.toString('utf8', 0, line.length - 1))
    if (waiting.length > 0) socket.write(REQUEST)
  })
  return {
    ask(reply: (text: string) => void) {
      if (waiting.push(reply) === 1) socket.write(REQUEST)
    },
    close: () => socket.destroy(),
  }
}

export const withPromise: Contender = {
  name: 'bare net.Socket, promise',
  async open(port) {
    const { query, close } = await asker(port)
    return {
      async go(n, ticks) {
        for (let i = 0; i < n; i++) {
          check(await query())
          ticks[i] = performance.now()
        }
      },
      close,
    }
  },
}

/** So many requests under way at once; who gets a reply writes the next one. */
export function pipelined(depth: number): Contender {
  return {
    name: `bare net.Socket, ${depth} under way`,
    async open(port) {
      const socket = await bareSocket(port)
      let replied = () => {}
      onLine(socket, () => replied())
      return {
        go: (n) =>
          new Promise((resolve) => {
            let sent = Math.min(depth, n)
            let done = 0
            replied = () => {
              if (++done === n) resolve()
              else if (sent++ < n) socket.write(REQUEST)
            }
            socket.write(REQUEST.repeat(sent))
          }),
        close: () => socket.destroy(),
      }
    },
  }
}

/** A hundred requests in one write, their replies in one array. */
export const batched: Contender = {
  name: 'bare net.Socket, one write',
  async open(port) {
    const socket = await bareSocket(port)
    let line = (_line: Buffer) => {}
    onLine(socket, (buffer) => line(buffer))
    const batch = (requests: readonly string[]) =>
      new Promise<Buffer[]>((resolve) => {
        const replies: Buffer[] = []
        line = (buffer) => {
          if (replies.push(buffer) === requests.length) resolve(replies)
        }
        socket.write(requests.join(''))
      })
    return {
      async go(n) {
        const requests = Array.from({ length: 100 }, () => REQUEST)
        for (let i = 0; i < n; i++) check((await batch(requests)).at(-1) ?? '')
      },
      close: () => socket.destroy(),
    }
  },
}

export function splitter(size: number): Contender {
  return {
    name: 'bare net.Socket, splitter',
    async open(port) {
      const socket = await bareSocket(port)
      let line = (_line: Buffer) => {}
      onLine(socket, (buffer) => line(buffer))
      return {
        go: (n) =>
          new Promise((resolve) => {
            const tally = new Tally(n, size)
            line = (buffer) => {
              if (tally.add(buffer.length)) resolve()
            }
            socket.write(`START ${n} ${size}\n`)
          }),
        close: () => socket.destroy(),
      }
    },
  }
}

const HEADER = '#9067108864'.length
export const BLOCK = 64 * 1024 * 1024

/** Takes blocks; `begin` is called for each, and gives what takes its chunks and, in the end, what they made. */
function blocks(name: string, begin: () => { take(chunk: Buffer): void; end(): unknown }): Contender {
  return {
    name,
    async open(port) {
      const socket = await bareSocket(port)
      const read = () =>
        new Promise((resolve) => {
          const { take, end } = begin()
          let missing = HEADER + BLOCK + 1
          const onData = (chunk: Buffer) => {
            take(chunk)
            missing -= chunk.length
            if (missing > 0) return
            socket.off('data', onData)
            resolve(end())
          }
          socket.on('data', onData)
          socket.write(`BLOCK ${BLOCK}\n`)
        })
      return {
        async go(n) {
          for (let i = 0; i < n; i++) await read()
        },
        close: () => socket.destroy(),
      }
    },
  }
}

/** The chunks as they came: nothing is put together. */
export const blockChunks: Contender = blocks('bare net.Socket, a list of chunks', () => {
  const chunks: Buffer[] = []
  return { take: (chunk) => void chunks.push(chunk), end: () => chunks }
})

/** What a user of a block wants: its bytes in one piece. */
export const blockBuffer: Contender = blocks('bare net.Socket, one Buffer', () => {
  const all = Buffer.allocUnsafe(HEADER + BLOCK + 1)
  let at = 0
  return {
    take: (chunk) => {
      at += chunk.copy(all, at)
    },
    end: () => all.subarray(HEADER, at - 1),
  }
})
