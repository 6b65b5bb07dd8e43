/** Everything that can happen to a link, as commands of fast-check: each is done to the model and to the machine. */
import fc from 'fast-check'
import { bytes } from '../rig/bytes.ts'
import type { FrameKind } from './arrived.ts'
import type { Item } from './item.ts'
import type { Pair } from './pair.ts'

const NEVER = Number.POSITIVE_INFINITY
const chunks = [
  ...['1\n', '2\n', '!e\n', 'a', 'b\n', '!', '\n', 'x\ny\n', '!1\nz\n!2\n', 'long and without an end'],
  ...['#13!\nz\n', '#11q', '\r', '\r\n', '#0!i\n', '#', '!3\n#12', 'ab', '#12xy\r\n#11z\n'],
]
/** A reply of each kind. */
const answers: Readonly<Record<FrameKind, string>> = {
  line: '5\n',
  exactly: 'xyz',
  until: 'zab',
  block: '#11q',
  some: 'q',
  idle: 'zz',
}
const framings: readonly FrameKind[] = ['line', 'line', 'block', 'exactly', 'until', 'some', 'idle', 'idle']

/** What happens, given three numbers that choose its details; false when it can't happen now. */
type Action = (pair: Pair, a: number, b: number, c: number) => unknown

/** The n-th of some, or undefined of none. */
function pick<T>(from: readonly T[], n: number): T | undefined {
  return from[n % Math.max(1, from.length)]
}

const timeouts = [NEVER, NEVER, 5, 30]
const limit = (n: number) => pick(timeouts, n) as number

/** Where a call is made: mostly on the socket itself, else in a session that was granted, running or not. */
function session({ model }: Pair, n: number): Item | undefined {
  const granted = model.items.filter((item) => item.kind === 'talk' && item.limit !== item.due).slice(-2)
  return n % 2 === 0
    ? undefined
    : pick(
        [model.hook, ...granted].filter((item) => item !== undefined && item.stage !== 'queued'),
        n >> 1,
      )
}

function details(pair: Pair, a: number, b: number, c: number) {
  const framing = pick(framings, b >> 2) as FrameKind
  return { session: session(pair, a), timeout: limit(b), count: 1 + (c % 2), retries: (c >> 1) % 3, framing }
}

const streamOf = (pair: Pair, n: number) => pick(pair.model.items.filter(({ kind }) => kind === 'stream').slice(-2), n)

export const actions: Readonly<Record<string, Action>> = {
  ask: (pair, ...n) => pair.submit({ kind: 'ask', ...details(pair, ...n) }),
  write: (pair, a, b, c) =>
    pair.submit({ kind: 'write', session: session(pair, a), timeout: limit(b), retries: c % 3 }),
  read: (pair, ...n) => pair.submit({ kind: 'read', ...details(pair, ...n) }),
  stream: (pair, a, b) => pair.submit({ kind: 'stream', match: a % 2 === 0, reconnect: b % 2 === 0 }),
  open: (pair, a) => pair.submit({ kind: 'open', timeout: limit(a) }),
  begin: (pair, a, b) => pair.submit({ kind: 'talk', timeout: limit(a), patience: limit(b) }),

  endTalk: (pair, a) => {
    const talk = pick(
      pair.model.items.filter(({ kind, stage }) => kind === 'talk' && stage === 'begun'),
      a,
    )
    if (talk === undefined) return false
    pair.rig.end(talk.name)
    return pair.model.end(talk, false)
  },
  endHook: (pair, a) => {
    const { hook } = pair.model
    if (hook === undefined) return false
    const failed = a % 4 === 0
    pair.rig.end(undefined, failed ? new Error('the hook failed') : undefined)
    return pair.model.end(hook, failed)
  },
  abort: (pair, a) => {
    const item = pick(pair.model.items.slice(-8), a)
    if (item === undefined) return false
    if (item.kind === 'talk') {
      pair.rig.turn(() => pair.rig.machine.abort([pair.rig.talk(item.name)], new Error('enough')))
    } else pair.rig.abort(item.name)
    return pair.model.abort(item)
  },
  credit: (pair, a, b) => {
    const stream = streamOf(pair, a)
    if (stream === undefined) return false
    pair.rig.credit(stream.name, 1 + (b % 3))
    return pair.model.credit(stream, 1 + (b % 3))
  },
  cancel: (pair, a, b) => {
    const stream = streamOf(pair, a)
    if (stream === undefined) return false
    const unused = b % 3 === 0 ? [] : pair.rig.call(stream.name).frames.slice(-(b % 3))
    pair.rig.cancel(stream.name, ...unused)
    return pair.model.cancel(stream, unused)
  },
  close: ({ rig, model }) => [rig.close(), model.close(false)],
  dispose: ({ rig, model }, a) => a % 8 === 0 && [rig.dispose(), model.close(true)],
  takeInput: ({ rig, model }) => {
    const taken = { length: 0 }
    rig.turn(() => Object.assign(taken, { length: rig.machine.takeInput().length }))
    if (taken.length !== model.takeInput().length) throw new Error(`takeInput() gave ${taken.length} bytes`)
  },

  connected: ({ rig, model }) =>
    model.state === 'connecting' && !model.settling && [rig.connected(), model.connected()],
  refused: ({ rig, model }) => model.state === 'connecting' && [rig.lost('ECONNREFUSED'), model.lost()],
  receive: ({ rig, model }, a) => {
    const chunk = pick(chunks, a) as string
    return (model.up || model.settling) && [rig.receive(chunk), model.received(chunk)]
  },
  /** What is waited for comes. */
  answer: ({ rig, model }) => {
    const kind = model.awaited
    if (!model.up || kind === undefined) return false
    return [rig.receive(answers[kind]), model.received(answers[kind])]
  },
  eof: ({ rig, model }) => (model.up || model.settling || model.state === 'closing') && [rig.eof(), model.eof()],
  lost: ({ rig, model }) => (model.up || model.state === 'closing') && [rig.lost(), model.lost()],

  /** From now on writes wait. */
  block: ({ rig, model }) => {
    rig.blocks = true
    model.blocks = true
  },
  drain: ({ rig, model }) => {
    rig.blocks = false
    model.blocks = false
    return model.up && [rig.drain(), model.drained()]
  },
  /** The next write finds out that the socket is dead. */
  die: ({ rig, model }, a) => {
    if (a % 4 > 0 || !model.up) return false
    rig.dead = true
    model.dead = true
    return true
  },

  advance: ({ rig, model }, a) => {
    const end = model.now + (pick([0, 1, 6, 40, 300, 60_000], a) as number)
    while (model.alarm <= end) model.fire(Math.max(model.now, model.alarm))
    model.now = end
    rig.advance(end - rig.outputs.time)
  },
  /** The alarm comes long after its time, or for nothing. */
  late: ({ rig, model }, a) => {
    rig.outputs.time += pick([0, 3, 20, 50], a) as number
    rig.fire()
    model.fire(rig.outputs.time)
  },
  /** The program computes: time passes, and what comes next is dealt with before the alarm is. */
  busy: ({ rig, model }, a) => {
    const ms = pick([1, 6, 40], a) as number
    rig.busy(ms)
    model.now += ms
  },
  /** News of the connection before this one. */
  stale: ({ rig }, a) => {
    const { machine, outputs } = rig
    const epoch = outputs.epoch - 1
    const news = [
      () => machine.connected(epoch),
      () => machine.received(epoch, bytes('stale\n')),
      () => machine.eof(epoch),
      () => machine.lost(epoch),
      () => machine.drained(epoch),
      () => machine.blocked(epoch),
      () => machine.unwritten(epoch, new Error('stale')),
    ]
    rig.turn(pick(news, a) as () => void)
  },
}

class Command implements fc.Command<object, Pair> {
  readonly #what: string
  readonly #n: readonly [number, number, number]

  constructor(what: string, n: readonly [number, number, number]) {
    this.#what = what
    this.#n = n
  }

  check(): boolean {
    return true
  }

  run(_: object, pair: Pair): void {
    actions[this.#what]?.(pair, ...this.#n)
    pair.compare()
  }

  toString(): string {
    return `${this.#what}(${this.#n.join(', ')})`
  }
}

/** How often each comes, so that most of the time something is under way. */
const weights: Readonly<Record<string, number>> = {
  ask: 8,
  receive: 12,
  answer: 8,
  connected: 12,
  endHook: 4,
  endTalk: 3,
  drain: 2,
  block: 0.5,
  close: 0.3,
  lost: 0.5,
  eof: 0.5,
}
const n = fc.nat(23)

export const commands = fc.commands(
  Object.keys(actions).flatMap((what) => {
    const command = fc.tuple(n, n, n).map((numbers) => new Command(what, numbers))
    return Array<typeof command>(Math.ceil(2 * (weights[what] ?? 1))).fill(command)
  }),
  { maxCommands: 60, size: 'max' },
)
