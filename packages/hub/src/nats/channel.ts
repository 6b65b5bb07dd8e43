/**
 * One end of a session over NATS: bytes both ways, in their order, whole or not at all. NATS may drop messages, has no
 * back-pressure, and takes no large ones: so they are numbered, what is under way is bounded by credit, and bytes go in pieces.
 */
import { Fifo } from '@sockio/core'
import { decode, encode, type Frame, Kind, NUMBERS } from './frame.ts'
import { reasonOf, SessionError, written } from './session-error.ts'

/** What a channel needs, and whom it tells. */
export interface ChannelHost {
  /** Sends a frame to the other end. */
  publish(frame: Uint8Array): void
  /** Bytes that came. */
  received(bytes: Buffer): void
  /** All that waited is out. */
  drained(): void
  /** The other end sends no more. */
  finished(): void
  /** It is over, and not because of `close`: the other end has closed it (and may have said why), or it broke. */
  closed(error: Error | undefined): void
}

/** What may be under way in one direction, as `cost` counts: a quarter of a second of a slow network. */
export const WINDOW: number = 512 * 1024
/** Bytes in one message: NATS takes 1 MiB, and a small limit lets others in between. */
export const PIECE: number = 64 * 1024
/** What a message takes up on its way besides its bytes: many short ones are much, too. */
const OVERHEAD = 128
/** What was taken is told when it comes to so much, if nothing else tells it. */
const NEWS = WINDOW / 4
/** So many beats without a sign of the other end are its end. */
const PATIENCE = 10
const NOTHING = new Uint8Array(0)
const NONE = 'a message came that is none of a session'

/** What a message costs. */
const cost = (payload: Uint8Array) => payload.length + OVERHEAD

/** Why it ends; `undefined` for an end in good order. */
interface End {
  readonly reason: Error | undefined
}

export class Channel {
  readonly #host: ChannelHost
  #open = true
  /** Messages sent and their cost; what of that the other end has taken; and what waits for it to take more. */
  #number = 0
  #sent = 0
  #acknowledged = 0
  readonly #waiting = new Fifo<Uint8Array>()
  #finishing: 'no' | 'wanted' | 'said' = 'no'
  /** This end closes when what waits is out. */
  #closing: End | undefined
  /** Messages received; the cost of those that were taken, and what of it the other end knows. */
  #received = 0
  #taken = 0
  #told = 0
  readonly #held = new Fifo<Buffer>()
  #heldCost = 0
  #paused = false
  /** The other end sends no more, or has closed: told when all that came before has been. */
  #finished: 'no' | 'held' | 'told' = 'no'
  #closed: End | undefined
  /** Beats since the other end was heard, and whether it was spoken to since the last. */
  #silent = 0
  #spoken = false

  constructor(host: ChannelHost) {
    this.#host = host
  }

  get open(): boolean {
    return this.#open
  }

  /** Sends a copy; true when all is out, false when some of it waits for the other end (`drained` follows). */
  send(bytes: Uint8Array): boolean {
    if (!this.#open || this.#finishing !== 'no') return true
    if (this.#waiting.length > 0) this.#waiting.push(Buffer.from(bytes))
    else {
      const rest = this.#data(bytes)
      if (rest.length > 0) this.#waiting.push(Buffer.from(rest))
    }
    return this.#waiting.length === 0
  }

  /** Nothing is received until `resume`; the other end sends what its credit allows. */
  pause(): void {
    this.#paused = true
  }

  resume(): void {
    this.#paused = false
    this.#deliver()
  }

  /** Sends no more, once what waits is out. */
  finish(): void {
    if (this.#finishing === 'no') this.#finishing = 'wanted'
    this.#pump()
  }

  /** Ends it for both, once what waits is out. */
  end(reason?: Error): void {
    this.#finishing = 'said'
    this.#closing ??= { reason }
    this.#pump()
  }

  /** Ends it for both, at once. */
  close(reason?: Error): void {
    if (!this.#open) return
    this.#open = false
    if (this.#closed === undefined) this.#say(Kind.close, written(reason))
  }

  /** A message of the other end. */
  receive(message: Uint8Array): void {
    if (!this.#open || this.#closed !== undefined) return
    const frame = decode(message)
    const wrong = frame === undefined ? new SessionError('SESSION_GAP', NONE) : this.#keep(frame)
    if (wrong !== undefined) this.#broken(wrong)
    else {
      this.#pump()
      this.#deliver()
    }
  }

  /** Keeps what a frame brings; gives what is wrong with it. */
  #keep({ kind, number, taken, payload }: Frame): SessionError | undefined {
    this.#silent = 0
    if (kind === Kind.data) this.#received = (this.#received + 1) % NUMBERS
    if (number !== this.#received) return new SessionError('SESSION_GAP', 'a message was lost on its way')
    this.#acknowledged = Math.min(Math.max(taken, this.#acknowledged), this.#sent)
    if (kind === Kind.data) {
      this.#heldCost += cost(payload)
      if (this.#heldCost > WINDOW) return new SessionError('SESSION_FLOOD', 'more came than there was credit for')
      this.#held.push(Buffer.from(payload.buffer, payload.byteOffset, payload.length))
    } else if (kind === Kind.close) this.#closed = { reason: reasonOf(payload) }
    else if (kind === Kind.finish && this.#finished === 'no') this.#finished = 'held'
    return undefined
  }

  /** NATS says that nobody listens at the other end. */
  gone(): void {
    if (this.#closed === undefined) this.#broken(new SessionError('SESSION_GONE', 'the other end is gone'))
  }

  /** Called at regular times: shows the other end that this one lives, and ends it when that has shown nothing for long. */
  beat(): void {
    if (!this.#open || this.#closed !== undefined) return
    if (++this.#silent > PATIENCE) this.#broken(new SessionError('SESSION_SILENT', 'the other end gives no sign'))
    else if (!this.#spoken) this.#say(Kind.note, NOTHING)
    this.#spoken = false
  }

  /** Sends what there is credit for, and gives the rest. */
  #data(bytes: Uint8Array): Uint8Array {
    let rest = bytes
    while (rest.length > 0) {
      const room = WINDOW - (this.#sent - this.#acknowledged) - OVERHEAD
      // A piece that is not worth a message waits for more room.
      if (room < Math.min(rest.length, PIECE / 4)) break
      const piece = rest.subarray(0, Math.min(PIECE, room))
      rest = rest.subarray(piece.length)
      this.#number = (this.#number + 1) % NUMBERS
      this.#sent += cost(piece)
      this.#say(Kind.data, piece)
    }
    return rest
  }

  #pump(): void {
    if (!this.#open || this.#closed !== undefined) return
    const blocked = this.#waiting.length > 0
    for (let next = this.#waiting.shift(); next !== undefined; next = this.#waiting.shift()) {
      const rest = this.#data(next)
      if (rest.length === 0) continue
      this.#waiting.unshift([rest])
      return
    }
    if (this.#closing !== undefined) this.close(this.#closing.reason)
    else if (this.#finishing === 'wanted') {
      this.#finishing = 'said'
      this.#say(Kind.finish, NOTHING)
    }
    if (blocked && this.#open) this.#host.drained()
  }

  #deliver(): void {
    while (this.#open && !this.#paused && this.#held.length > 0) {
      const bytes = this.#held.shift() as Buffer
      this.#heldCost -= cost(bytes)
      this.#taken += cost(bytes)
      this.#host.received(bytes)
    }
    if (!this.#open || this.#held.length > 0) return
    if (this.#finished === 'held') {
      this.#finished = 'told'
      this.#host.finished()
    }
    if (this.#open && this.#closed !== undefined) this.#over(this.#closed.reason)
    else if (this.#open && this.#taken - this.#told >= NEWS) this.#say(Kind.note, NOTHING)
  }

  #say(kind: number, payload: Uint8Array): void {
    this.#spoken = true
    this.#told = this.#taken
    this.#host.publish(encode({ kind, number: this.#number, taken: this.#taken, payload }))
  }

  /** The other end is told too, if it may still be there. */
  #broken(error: SessionError): void {
    if (!this.#open) return
    if (error.code !== 'SESSION_GONE') this.#say(Kind.close, written(error))
    this.#over(error)
  }

  #over(error: Error | undefined): void {
    this.#open = false
    this.#waiting.drain()
    this.#held.drain()
    this.#host.closed(error)
  }
}
