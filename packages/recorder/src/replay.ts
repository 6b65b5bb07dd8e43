/** A recording as a device of the simulator: it says again what the instrument said, to whoever says again what was said to it. */

import { setTimeout } from 'node:timers/promises'
import { booleanRule, didYouMean, fields, oneOf, printable, type Rule } from '@sockio/core'
import { type Act, type Conversation, conversations } from './conversations.ts'
import { type Recorded, recordingOf } from './read.ts'

export interface ReplayOptions {
  /**
   * With `'strict'` each connection is that of the recording, in its order, and so is each byte. With `'request'` requests
   * may come in any order and on any connection: the n-th of one kind gets what the n-th got, and any more what the last
   * did. Default `'strict'`.
   */
  readonly order?: 'strict' | 'request' | undefined
  /** Replies take as long as they took. Default false: they come at once. */
  readonly delays?: boolean | undefined
}

/** What a device sees of its client; as in `@sockio/sim`. */
interface Session {
  readonly id: number
  send(reply: Uint8Array): void
  close(how?: 'end' | 'reset'): void
}

/** A device for `simulate()` of `@sockio/sim`. */
export interface ReplayedDevice {
  (request: string, session: Session): Promise<undefined> | undefined
  readonly defaults: { readonly encoding: 'latin1'; readonly chunks: true }
  connected(session: Session): void
  /** How much of the recording was not asked for yet: requests. */
  readonly left: number
}

const STAR = 0x2a
const SHOWN = 80

const orderRule: Rule = oneOf('strict', 'request')
const checkOptions = fields({ order: orderRule, delays: booleanRule }, 'option')

type Sent = Extract<Act, { readonly kind: 'sent' }>
const literal = (bytes: Uint8Array): string => printable(bytes, SHOWN)

/** How many bytes of `bytes` are those of what was sent, from its `from`-th on. */
function agrees({ bytes: known, hidden }: Sent, from: number, bytes: Uint8Array): number {
  let n = 0
  while (n < bytes.length && from + n < known.length) {
    const byte = known[from + n]
    if (byte !== bytes[n] && !(hidden && byte === STAR)) break
    n++
  }
  return n
}

/** Acts that are played to a client, one after the other; each `delay` is in ms. */
async function perform(acts: readonly Act[], since: number, delays: boolean, session: Session): Promise<undefined> {
  let before = since
  for (const act of acts) {
    if (delays) await setTimeout((act.at - before) / 1000)
    before = act.at
    if (act.kind === 'received') session.send(act.bytes)
    if (act.kind === 'closed') session.close(act.how)
  }
}

/** One connection that is played in its order. */
class Strict {
  readonly #file: string
  readonly #conversation: Conversation
  readonly #delays: boolean
  #next = 0
  #offset = 0

  constructor(file: string, conversation: Conversation, delays: boolean) {
    this.#file = file
    this.#conversation = conversation
    this.#delays = delays
  }

  get left(): number {
    return this.#conversation.acts.slice(this.#next).filter(({ kind }) => kind === 'sent').length
  }

  /** What is said before the next request. */
  #answer(session: Session, since: number): Promise<undefined> | undefined {
    const { acts } = this.#conversation
    const from = this.#next
    while (this.#next < acts.length && acts[this.#next]?.kind !== 'sent') this.#next++
    return perform(acts.slice(from, this.#next), since, this.#delays, session)
  }

  begin(session: Session): void {
    void this.#answer(session, this.#conversation.at)
  }

  async hear(bytes: Uint8Array, session: Session): Promise<undefined> {
    for (let rest = bytes; rest.length > 0; ) {
      const act = this.#conversation.acts[this.#next]
      if (act?.kind !== 'sent')
        throw new Error(`${literal(rest)} was not recorded: ${this.#file} has nothing more here`)
      const n = agrees(act, this.#offset, rest)
      rest = rest.subarray(n)
      this.#offset += n
      if (this.#offset < act.bytes.length) {
        if (rest.length === 0) return
        const so = this.#offset === 0 ? '' : `, after ${literal(act.bytes.subarray(0, this.#offset))},`
        throw new Error(`${literal(rest)}${so} was not recorded: ${this.#file} has ${literal(act.bytes)} next`)
      }
      this.#offset = 0
      this.#next++
      await this.#answer(session, act.at)
    }
  }
}

/** A request, and what was said to it each time. */
interface Asked {
  readonly sent: Sent
  readonly answers: { readonly since: number; readonly acts: Act[] }[]
  used: number
}

/** All requests, whenever they come. */
class ByRequest {
  readonly #file: string
  readonly #delays: boolean
  readonly #asked: Asked[] = []
  readonly #greeting: Conversation | undefined
  readonly #pending = new Map<number, Buffer>()

  constructor(file: string, all: readonly Conversation[], delays: boolean) {
    this.#file = file
    this.#delays = delays
    const known = new Map<string, Asked>()
    for (const { acts } of all) {
      let answer: Act[] | undefined
      for (const act of acts) {
        if (act.kind === 'sent') {
          answer = []
          const key = Buffer.from(act.bytes).toString('latin1')
          const asked = known.get(key) ?? { sent: act, answers: [], used: 0 }
          known.set(key, asked)
          asked.answers.push({ since: act.at, acts: answer })
        } else answer?.push(act)
      }
    }
    this.#asked.push(...known.values())
    const [first] = all
    const until = first?.acts.findIndex(({ kind }) => kind === 'sent') ?? -1
    if (first !== undefined && until > 0) this.#greeting = { at: first.at, acts: first.acts.slice(0, until) }
  }

  get left(): number {
    return this.#asked.reduce((sum, { answers, used }) => sum + Math.max(0, answers.length - used), 0)
  }

  begin(session: Session): void {
    if (this.#greeting !== undefined) void perform(this.#greeting.acts, this.#greeting.at, this.#delays, session)
  }

  async hear(bytes: Uint8Array, session: Session): Promise<undefined> {
    let rest = Buffer.concat([this.#pending.get(session.id) ?? Buffer.alloc(0), bytes])
    while (rest.length > 0) {
      const asked = this.#longest(rest)
      if (asked === undefined) break
      rest = rest.subarray(asked.sent.bytes.length)
      const answer = asked.answers[Math.min(asked.used++, asked.answers.length - 1)]
      if (answer !== undefined) await perform(answer.acts, answer.since, this.#delays, session)
    }
    this.#pending.set(session.id, rest)
    if (rest.length > 0 && !this.#asked.some(({ sent }) => agrees(sent, 0, rest) === rest.length))
      throw this.#unknown(rest)
  }

  #longest(rest: Uint8Array): Asked | undefined {
    const whole = this.#asked.filter(({ sent }) => agrees(sent, 0, rest) === sent.bytes.length)
    return whole.sort((a, b) => b.sent.bytes.length - a.sent.bytes.length)[0]
  }

  #unknown(rest: Buffer): Error {
    const known = this.#asked.map(({ sent }) => literal(sent.bytes))
    const near =
      didYouMean(literal(rest), known) || ` (it has ${known.slice(0, 5).join(', ')}${known.length > 5 ? ', ...' : ''})`
    return new Error(`${literal(rest)} was not recorded in ${this.#file}${near}`)
  }
}

/**
 * Plays the instrument of a recording, on the simulator: it says what was said, byte by byte. What was not recorded is an
 * error of the device, which names what is nearest to it, and closes the connection; `errors` of the simulated device has it.
 * The asterisks of a request that `redact` has hidden stand for anything.
 *
 * @param file a recording, or the path of one; or several, of connections of one program
 * @throws {TypeError} for a wrong argument; {RecordingError} for what is none; the system's error where it can't be read
 * @example
 * await using device = await simulate(replay('session.jsonl'))
 */
export function replay(
  file: string | Recorded | readonly (string | Recorded)[],
  options: ReplayOptions = {},
): ReplayedDevice {
  checkOptions(options, 'options')
  const { order = 'strict', delays = false } = options
  const recordings = (Array.isArray(file) ? file : [file]).map((each) => recordingOf(each, 'file'))
  const [name = 'the recording', ...others] = recordings.map((each) => each.file)
  const where = others.length === 0 ? name : `${name} and ${others.length} more`
  const all = recordings.flatMap(conversations).sort((a, b) => a.at - b.at)
  const byRequest = order === 'request' ? new ByRequest(where, all, delays) : undefined
  const waiting = all.map((each) => new Strict(where, each, delays))
  const strict = new Map<number, Strict>()
  const begun = waiting.values()
  const device = (request: string, session: Session) =>
    (byRequest ?? strict.get(session.id))?.hear(Buffer.from(request, 'latin1'), session)
  const connected = (session: Session): void => {
    if (byRequest !== undefined) {
      byRequest.begin(session)
      return
    }
    const { value } = begun.next()
    if (value === undefined) throw new Error(`connection ${session.id} was not recorded: ${where} has ${all.length}`)
    strict.set(session.id, value)
    value.begin(session)
  }
  return Object.defineProperty(
    Object.assign(device, { defaults: { encoding: 'latin1', chunks: true } as const, connected, left: 0 }),
    'left',
    {
      get: () => byRequest?.left ?? waiting.reduce((sum, each) => sum + each.left, 0),
    },
  )
}
