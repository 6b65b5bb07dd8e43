/** Whatever comes between two callers, chunks, losses and aborts too: an error of the instrument is told to who made it. */
import { setImmediate } from 'node:timers/promises'
import { InstrumentError, type SockioError } from '@sockio/core'
import { instrument, number, property } from '@sockio/instrument'
import { registerScheme, type TransportEvents, type Wire } from '@sockio/node'
import { expect, it } from 'vitest'
import { socketForUrl } from '../src/index.ts'

/** `TABLE=whole` tries ten times as many. */
const RUNS = process.env.TABLE === 'whole' ? 10_000 : 1000
/** The instrument takes up to so many volts, and complains twice of more. */
const MOST = 20

/** Numbers from 0 to `n` - 1, the same each time. */
function dice(seed: number): (n: number) => number {
  let state = seed
  return (n) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return Math.floor((state / 2 ** 32) * n)
  }
}

/** What may happen next; one of it does, at random. */
class Fate {
  readonly roll: (n: number) => number
  readonly #waiting: (() => void)[] = []

  constructor(seed: number) {
    this.roll = dice(seed)
  }

  /** Resolves at random, among all others. */
  turn(): Promise<void> {
    return new Promise((resolve) => this.#waiting.push(resolve))
  }

  /** Lets one happen; false when there is none. */
  go(): boolean {
    const [next] = this.#waiting.splice(this.roll(this.#waiting.length), 1)
    next?.()
    return next !== undefined
  }
}

/** An instrument with an error queue, which outlives its connections. */
class Supply {
  readonly #fate: Fate
  readonly #errors: string[] = []
  #volts = 0

  constructor(fate: Fate) {
    this.#fate = fate
  }

  #answer(line: string): string {
    if (line === 'VOLT?') return `${this.#volts}\n`
    if (line === 'SYST:ERR?') return `${this.#errors.shift() ?? '+0,"No error"'}\n`
    const volts = Number(line.slice('VOLT '.length))
    if (volts > MOST) this.#errors.push('-222,"Data out of range"', `-200,"${line}"`)
    else this.#volts = volts
    return ''
  }

  /** One connection. What is written is heard, and what is answered arrives, when fate has it so. */
  dial(events: TransportEvents): Wire {
    let gone = false
    let heard: Promise<unknown> = Promise.resolve()
    const then = (happen: () => void) => {
      heard = heard.then(() => this.#fate.turn()).then(() => gone || happen())
    }
    const destroy = () => {
      if (gone) return
      gone = true
      queueMicrotask(() => events.gone())
    }
    const lose = () => {
      events.lost(new Error('no bus'))
      destroy()
    }
    then(() => {
      events.made()
      events.connected()
    })
    return {
      write: (chunks) => {
        for (const line of Buffer.concat(chunks).toString().split('\n').slice(0, -1)) {
          then(() => {
            const reply = this.#answer(line)
            if (this.#fate.roll(40) === 0) lose()
            const cut = this.#fate.roll(reply.length + 1)
            for (const part of [reply.slice(0, cut), reply.slice(cut)]) {
              if (part !== '') then(() => events.received(Buffer.from(part)))
            }
          })
        }
        return 'drained'
      },
      pause: () => undefined,
      resume: () => undefined,
      end: destroy,
      destroy,
    }
  }
}

const supplies = new Map<string, Supply>()
registerScheme('supply', {
  address: (url) => ({ host: url, port: 0, tls: false, url }),
  transport: ({ host }) => ({ dial: (events) => (supplies.get(host) as Supply).dial(events) }),
})

const definitions = (['together', 'separate'] as const).map((write) =>
  instrument({ voltage: property('VOLT', number()) }, { checkErrors: { write } }),
)

/** What was wrong in one run, and how many sets were refused and how many cut. */
async function run(seed: number): Promise<{ wrong: string[]; refused: number; cut: number }> {
  const fate = new Fate(seed)
  const url = `supply://${seed}`
  supplies.set(url, new Supply(fate))
  const sock = socketForUrl(url, { timeout: 60_000, pipeline: 1 + fate.roll(3) })
  const found = { wrong: [] as string[], refused: 0, cut: 0 }

  const caller = async (n: number) => {
    const psu = definitions[fate.roll(2)]?.on(sock)
    for (let i = 0; i < 3; i++) {
      await fate.turn()
      const volts = fate.roll(2 * MOST) + n / 8 + i / 64
      const control = new AbortController()
      if (fate.roll(8) === 0) fate.turn().then(() => control.abort())
      const error: SockioError | undefined = await psu?.voltage.set(volts, { signal: control.signal }).then(
        () => undefined,
        (thrown) => thrown,
      )
      if (fate.roll(4) === 0) psu?.voltage.get().catch(() => undefined)
      const bad = volts > MOST
      if (error instanceof InstrumentError) {
        found.refused++
        const said = error.errors.map(({ text }) => text).join()
        if (!bad || error.command !== `VOLT ${volts}` || said !== `Data out of range,VOLT ${volts}`)
          found.wrong.push(`VOLT ${volts}: ${error.message}: ${said}`)
      } else if (error !== undefined) found.cut++
      else if (bad) found.wrong.push(`VOLT ${volts}: taken`)
    }
  }

  let left = 2 + fate.roll(3)
  const callers = Array.from({ length: left }, (_, n) => caller(n).finally(() => left--))
  while (left > 0) {
    for (let hop = fate.roll(12); hop > 0; hop--) await undefined
    if (!fate.go()) await setImmediate()
  }
  await Promise.all(callers)
  const closed = sock[Symbol.asyncDispose]()
  while (fate.go());
  await closed
  supplies.delete(url)
  return found
}

it(`no error is told to another caller, in any of ${RUNS} interleavings`, async () => {
  let refused = 0
  let cut = 0
  for (let seed = 0; seed < RUNS; seed++) {
    const { wrong, ...counts } = await run(seed)
    expect(wrong, `seed ${seed}`).toEqual([])
    refused += counts.refused
    cut += counts.cut
  }
  expect(refused).toBeGreaterThan(RUNS)
  expect(cut).toBeGreaterThan(RUNS / 10)
}, 600_000)
