/** Lines in batches, and one by one in Effect, which pulls them so. */
import * as rx from '@sockio/rx'
import * as sio from '@sockio/sio'
import { Effect, Stream } from 'effect'
import { firstValueFrom, lastValueFrom } from 'rxjs'
import { Tally } from '../tally.ts'
import type { Contender } from '../workload.ts'
import { HOST, onAio, onEffect, TEXT } from './sockio.ts'

type Line = string | Buffer

const kind = (text: boolean) => (text ? 'text' : 'Buffers')
const tallyOf = (n: number, size: number, text: boolean) => new Tally(n, text ? size - 1 : size)

/** Counts each line; true when that was the last. */
function count(tally: Tally, lines: readonly Line[]): boolean {
  let over = false
  for (const line of lines) over = tally.add(line.length)
  return over
}

export function aioBatches(size: number, text: boolean): Contender {
  return onAio(`aio batches, ${kind(text)}`, async (sock, n) => {
    const tally = tallyOf(n, size, text)
    await sock.write(`START ${n} ${size}\n`)
    for await (const lines of (text ? sock.lines(TEXT) : sock.lines()).batches()) if (count(tally, lines)) break
  })
}

export function rxBatches(size: number, text: boolean): Contender {
  return {
    name: `rx batches, ${kind(text)}`,
    async open(port) {
      const sock = new rx.TCP(HOST, port)
      await firstValueFrom(sock.open())
      return {
        go: (n) =>
          new Promise((resolve, reject) => {
            const tally = tallyOf(n, size, text)
            const lines: rx.Lines<Line> = text ? sock.lines(TEXT) : sock.lines()
            const subscription = lines.batches().subscribe({
              next: (batch) => {
                if (!count(tally, batch)) return
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

export function effectBatches(size: number, text: boolean): Contender {
  return onEffect(`effect batches, ${kind(text)}`, (tcp, n) => {
    const tally = tallyOf(n, size, text)
    const batches: Stream.Stream<readonly Line[], unknown> = (text ? tcp.lines(TEXT) : tcp.lines()).batches()
    const counted = batches.pipe(
      Stream.takeUntil((lines) => count(tally, lines)),
      Stream.runDrain,
    )
    return Effect.andThen(tcp.write(`START ${n} ${size}\n`), counted)
  })
}

/** What an Effect program gets that says nothing of chunks. */
export function effectOneByOne(size: number, text: boolean): Contender {
  return onEffect(`effect, one by one, ${kind(text)}`, (tcp, n) => {
    const tally = tallyOf(n, size, text)
    const lines: Stream.Stream<Line, unknown> = text ? tcp.lines(TEXT) : tcp.lines()
    const counted = lines.pipe(
      Stream.takeUntil((line) => tally.add(line.length)),
      Stream.runDrain,
    )
    return Effect.andThen(tcp.write(`START ${n} ${size}\n`), counted)
  })
}

/** What Effect itself takes for that: the same line again and again, of no socket. */
export function effectAlone(size: number, text: boolean): Contender {
  const line: Line = text ? '+'.repeat(size - 1) : Buffer.alloc(size, '+')
  const pull = Effect.succeed(Effect.suspend(() => Effect.succeed([line] as const)))
  return {
    name: `effect, one by one, no socket, ${kind(text)}`,
    async open() {
      return {
        go(n) {
          const tally = tallyOf(n, size, text)
          const counted = Stream.fromPull(pull).pipe(Stream.takeUntil(({ length }) => tally.add(length)))
          return Effect.runPromise(Stream.runDrain(counted))
        },
        close: () => undefined,
      }
    },
  }
}

export function sioBatches(size: number, text: boolean): Contender {
  return {
    name: `sio batches, ${kind(text)}`,
    async open(port) {
      const sock = new sio.TCP(HOST, port)
      sock.open()
      return {
        async go(n) {
          const tally = tallyOf(n, size, text)
          sock.write(`START ${n} ${size}\n`)
          for (const lines of (text ? sock.lines(TEXT) : sock.lines()).batches()) if (count(tally, lines)) break
        },
        close: () => sock.close(),
      }
    },
  }
}
