/** The model beside the machine: whatever is done to both, they must say and be the same. */
import assert from 'node:assert/strict'
import { backoff, block, exactly, type Framing, idle, line, type Session, some, until } from '../../src/index.ts'
import { bytes, text } from '../rig/bytes.ts'
import type { Output } from '../rig/outputs.ts'
import { type Rig, rig } from '../rig/rig.ts'
import type { FrameKind } from './arrived.ts'
import { Item, type ItemOptions } from './item.ts'
import type { Rules } from './lanes.ts'
import { Model } from './model.ts'

const NEVER = Number.POSITIVE_INFINITY
const SOCKET = {
  idle: 'none',
  connecting: 'connecting',
  initialising: 'open',
  ready: 'open',
  waiting: 'none',
  closing: 'ended',
  closed: 'none',
} as const

const framings: Readonly<Record<FrameKind, Framing>> = {
  line: line(bytes('\n')),
  exactly: exactly(3),
  until: until(bytes('ab')),
  block: block(bytes('\n')),
  some: some(),
  idle: idle(9),
}

export class Pair {
  readonly model: Model
  readonly rig: Rig
  #named = 0
  inputs = 0
  replies = 0

  constructor(rules: Rules) {
    const { retries, minDelay, streamRetries, ...settings } = rules
    this.model = new Model(rules)
    this.rig = rig({
      ...settings,
      reconnect: { retries, minDelay },
      streamBackoff: backoff({ retries: streamRetries }),
      bufferSize: 1_000_000,
    })
  }

  /** Makes a call of both. Limits differ by a little each, so that no two ever end at the same time. */
  submit(options: Omit<ItemOptions, 'name'>): void {
    const name = `${options.kind[0]}${++this.#named}`
    const limit = (given = NEVER) => given + this.#named / 1024
    const item = new Item({ ...options, name, timeout: limit(options.timeout), patience: limit(options.patience) })
    const { kind, count, retries, timeout, match, reconnect } = item
    const session = item.session === undefined ? undefined : this.sessionOf(item.session)
    const call = { name, session, timeout, count, retries }
    const framing = framings[item.framing]
    if (kind === 'ask') this.rig.ask(name, { ...call, framing })
    else if (kind === 'write') this.rig.write(name, call)
    else if (kind === 'read') this.rig.read({ ...call, framing })
    else if (kind === 'open') this.rig.opening(name, timeout)
    else if (kind === 'talk') this.rig.begin(name, timeout, item.patience)
    else this.rig.stream({ name, reconnect, match: match ? (frame) => frame[0] === 0x21 : undefined })
    this.model.submit(item)
  }

  /** The machine's side of a transaction or of the hook. */
  sessionOf(session: Item): Session {
    return session.kind === 'hook' ? this.rig.hook : this.rig.talk(session.name)
  }

  /** Both are in the same state, and said the same since the last time. */
  compare(): void {
    const { model } = this
    this.inputs++
    this.replies += model.log.filter(([what]) => what === 'reply').length
    const { machine, outputs } = this.rig
    assert.deepEqual(outputs.violations, [])
    assert.deepEqual(sorted(this.rig.take().map((output) => this.#detailed(output))), sorted(model.log))
    assert.equal(machine.state, model.state)
    assert.equal(outputs.socket, model.settling ? 'open' : SOCKET[model.state])
    assert.equal(machine.inWaiting, model.waiting, 'bytes that wait')
    assert.equal(machine.connections, model.connections)
    assert.equal(outputs.armed, model.alarm, 'the alarm')
    model.log = []
  }

  /** Errors with what they say of the call. */
  #detailed(output: Output): Output {
    const [what, name, error] = output
    if (what !== 'settle' || error === undefined) return output
    const { sent, partial } = this.rig.call(String(name)).error ?? {}
    return [what, String(name), error, String(sent), text(partial ?? new Uint8Array())]
  }
}

/** Writes and frames in their order, strays as one text, and all else by name: who is told first does not matter. */
function sorted(log: readonly Output[]): unknown {
  const ordered = (what: string) => log.filter((output) => output[0] === what)
  const others = log.filter(([what]) => !['write', 'frame', 'stray', 'end', 'destroy'].includes(what))
  return {
    writes: ordered('write'),
    frames: ordered('frame'),
    strays: ordered('stray')
      .map(([, bytes]) => bytes)
      .join(''),
    others: others.map((output) => JSON.stringify(output)).sort(),
  }
}
