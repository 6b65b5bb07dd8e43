/** The flavours of sockio, each written as its users would write it. */
import * as aio from '@sockio/aio'
import * as effect from '@sockio/effect'
import * as legacy from '@sockio/legacy'
import * as rx from '@sockio/rx'
import * as sio from '@sockio/sio'
import { Effect, Exit, Scope, Stream } from 'effect'
import { firstValueFrom, lastValueFrom, type Observable } from 'rxjs'
import { Tally } from '../tally.ts'
import type { Contender } from '../workload.ts'
import { BLOCK } from './bare.ts'
import { check, REQUEST } from './request.ts'

export const HOST = '127.0.0.1'

/** A contender with an `aio` socket. */
export function onAio(
  name: string,
  go: (sock: aio.TCP, n: number, ticks: Float64Array) => Promise<void>,
  options?: aio.Options,
): Contender {
  return {
    name,
    async open(port) {
      const sock = new aio.TCP(HOST, port, options)
      await sock.open()
      return { go: (n, ticks) => go(sock, n, ticks), close: () => sock.close() }
    },
  }
}

/** A contender with a socket of the Effect flavour; each turn is one program. */
export function onEffect(
  name: string,
  go: (tcp: effect.TcpShape, n: number, ticks: Float64Array) => Effect.Effect<void, unknown>,
): Contender {
  return {
    name,
    async open(port) {
      const scope = Effect.runSync(Scope.make())
      const made = effect.Tcp.make(HOST, port)
      const tcp = await Effect.runPromise(Scope.provide(made, scope))
      await Effect.runPromise(tcp.open())
      return {
        go: (n, ticks) => Effect.runPromise(go(tcp, n, ticks)),
        close: () => Effect.runPromise(Scope.close(scope, Exit.void)),
      }
    },
  }
}

export const aioQuery = onAio('aio query', async (sock, n, ticks) => {
  for (let i = 0; i < n; i++) {
    check(await sock.query(REQUEST))
    ticks[i] = performance.now()
  }
})

export const aioWriteReadLine = onAio('aio writeReadLine', async (sock, n, ticks) => {
  for (let i = 0; i < n; i++) {
    check(await sock.writeReadLine(REQUEST))
    ticks[i] = performance.now()
  }
})

export const legacyQuery: Contender = {
  name: 'legacy query',
  async open(port) {
    const sock = new legacy.TCP(HOST, port)
    await new Promise((resolve) => sock.open(resolve))
    return {
      go: (n, ticks) =>
        new Promise((resolve, reject) => {
          let done = 0
          const replied = (error: Error | null, reply?: string) => {
            if (error !== null) return reject(error)
            check(reply ?? '')
            ticks[done++] = performance.now()
            if (done === n) resolve()
            else sock.query(REQUEST, replied)
          }
          sock.query(REQUEST, replied)
        }),
      close: () => new Promise((resolve) => sock.close(() => resolve(undefined))),
    }
  },
}

export const rxQuery: Contender = {
  name: 'rx query',
  async open(port) {
    const sock = new rx.TCP(HOST, port)
    await firstValueFrom(sock.open())
    const query = sock.query(REQUEST)
    return {
      go: (n, ticks) =>
        new Promise((resolve, reject) => {
          let done = 0
          const observer = {
            next: (reply: string) => {
              check(reply)
              ticks[done++] = performance.now()
            },
            error: reject,
            complete: () => {
              if (done === n) resolve()
              else query.subscribe(observer)
            },
          }
          query.subscribe(observer)
        }),
      close: () => lastValueFrom(sock.close()),
    }
  },
}

export const effectQuery = onEffect('effect query', (tcp, n, ticks) =>
  Effect.gen(function* () {
    for (let i = 0; i < n; i++) {
      check(yield* tcp.query(REQUEST))
      ticks[i] = performance.now()
    }
  }),
)

export const sioQuery: Contender = {
  name: 'sio query (blocking)',
  async open(port) {
    const sock = new sio.TCP(HOST, port)
    sock.open()
    return {
      async go(n, ticks) {
        for (let i = 0; i < n; i++) {
          check(sock.query(REQUEST))
          ticks[i] = performance.now()
        }
      },
      close: () => sock.close(),
    }
  },
}

/** A hundred callers who share one socket; each asks again when it has its reply. */
export function aioCallers(pipeline: number): Contender {
  const go = async (sock: aio.TCP, n: number) => {
    let left = n
    const caller = async () => {
      while (left-- > 0) check(await sock.query(REQUEST))
    }
    await Promise.all(Array.from({ length: 100 }, caller))
  }
  return onAio(`aio, pipeline: ${pipeline}`, go, { pipeline })
}

export const aioBatch = onAio('aio writeLinesReadLines', async (sock, n) => {
  const requests = Array.from({ length: 100 }, () => REQUEST)
  for (let i = 0; i < n; i++) check((await sock.writeLinesReadLines(requests)).at(-1) ?? '')
})

export const aioBlock = onAio('aio writeReadBlock', async (sock, n) => {
  for (let i = 0; i < n; i++) {
    const block = await sock.writeReadBlock(`BLOCK ${BLOCK}\n`)
    if (block.length !== BLOCK) throw new Error(`a block of ${block.length} bytes`)
  }
})

/** Options of a stream of text, and what of a line's end it leaves out. */
export const TEXT = { encoding: 'utf8' } as const

export function aioLines(size: number, text: boolean): Contender {
  return onAio(`aio for await, ${text ? 'text' : 'Buffers'}`, async (sock, n) => {
    const tally = new Tally(n, text ? size - 1 : size)
    await sock.write(`START ${n} ${size}\n`)
    for await (const line of text ? sock.lines(TEXT) : sock.lines()) if (tally.add(line.length)) break
  })
}

export function rxLines(size: number, text: boolean): Contender {
  return {
    name: `rx, ${text ? 'text' : 'Buffers'}`,
    async open(port) {
      const sock = new rx.TCP(HOST, port)
      await firstValueFrom(sock.open())
      return {
        go: (n) =>
          new Promise((resolve, reject) => {
            const tally = new Tally(n, text ? size - 1 : size)
            const lines: Observable<string | Buffer> = text ? sock.lines(TEXT) : sock.lines()
            const subscription = lines.subscribe({
              next: (line) => {
                if (!tally.add(line.length)) return
                subscription.unsubscribe()
                resolve()
              },
              error: reject,
            })
            sock.write(`START ${n} ${size}\n`).subscribe({ error: reject })
          }),
        close: () => lastValueFrom(sock.close()),
      }
    },
  }
}

export function legacyLines(size: number, text: boolean): Contender {
  return {
    name: `legacy, ${text ? 'text' : 'Buffers'}`,
    async open(port) {
      const sock = new legacy.TCP(HOST, port)
      await new Promise((resolve) => sock.open(resolve))
      return {
        go: (n) =>
          new Promise((resolve) => {
            const tally = new Tally(n, text ? size - 1 : size)
            const lines = text ? sock.lines(TEXT) : sock.lines()
            const onLine = (line: string | Buffer) => {
              if (!tally.add(line.length)) return
              lines.removeListener('data', onLine)
              resolve()
            }
            lines.on('data', onLine)
            sock.write(`START ${n} ${size}\n`)
          }),
        close: () => new Promise((resolve) => sock.close(() => resolve(undefined))),
      }
    },
  }
}

export function effectLines(size: number, text: boolean): Contender {
  return onEffect(`effect, chunks, ${text ? 'text' : 'Buffers'}`, (tcp, n) => {
    const tally = new Tally(n, text ? size - 1 : size)
    const chunks = { chunkSize: 256 }
    const lines: Stream.Stream<string | Buffer, unknown> = text ? tcp.lines({ ...TEXT, ...chunks }) : tcp.lines(chunks)
    const counted = lines.pipe(
      Stream.take(n),
      Stream.chunks,
      Stream.runForEach((frames) =>
        Effect.sync(() => {
          for (const line of frames) tally.add(line.length)
        }),
      ),
    )
    return Effect.andThen(tcp.write(`START ${n} ${size}\n`), counted)
  })
}

export function sioLines(size: number, text: boolean): Contender {
  return {
    name: `sio for (blocking), ${text ? 'text' : 'Buffers'}`,
    async open(port) {
      const sock = new sio.TCP(HOST, port)
      sock.open()
      return {
        async go(n) {
          const tally = new Tally(n, text ? size - 1 : size)
          sock.write(`START ${n} ${size}\n`)
          for (const line of text ? sock.lines(TEXT) : sock.lines()) if (tally.add(line.length)) break
        },
        close: () => sock.close(),
      }
    },
  }
}
