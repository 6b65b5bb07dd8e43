/** An exchange: one atomic unit of work, from its submission to its one settlement. */
import type { Timed } from './deadlines.ts'
import type { Sent } from './errors.ts'
import type { Framing } from './framing/framing.ts'
import type { Session } from './session.ts'
import type { StreamState } from './stream.ts'

/** Where an exchange is: not submitted, waiting for its lanes, holding one, or over. */
export type Stage = 'new' | 'queued' | 'begun' | 'settled'

interface Parts {
  /** The bytes to write; absent: a read. Those of a stream start it, on each connection. */
  readonly request?: Uint8Array | undefined
  /** What the replies look like; absent: a write. */
  readonly framing?: Framing | undefined
  /** Number of replies, at least one. Default 1. */
  readonly count?: number | undefined
  /** Limit of the whole exchange in ms; `Infinity`: none, on purpose. Default: none. */
  readonly timeout?: number | undefined
  /** How often it is sent again when a lost connection cut it. Default 0. */
  readonly retries?: number | undefined
  /** The session that it is part of. */
  readonly session?: Session | undefined
  /** Makes it a stream: replies without end. */
  readonly stream?: StreamState | undefined
}

/** What an exchange is made of. There are no streams in sessions. */
export type ExchangeOptions = Parts & ({ readonly session?: undefined } | { readonly stream?: undefined })

/** Owned by one machine from `submit` to `settle`; drivers extend it with what they need at the settlement. */
export class Exchange implements Timed {
  readonly request: Uint8Array | undefined
  readonly framing: Framing | undefined
  readonly count: number
  readonly timeout: number
  /** Nobody has said how long it may take, and nobody that it may take for ever. */
  readonly unlimited: boolean
  readonly session: Session | undefined
  readonly stream: StreamState | undefined
  retries: number
  stage: Stage = 'new'
  sent: Sent = 'no'
  /** The replies so far: a single one, or (of several) all of them. */
  reply: Uint8Array | undefined = undefined
  replies: Uint8Array[] | undefined = undefined
  /** Its caller is gone; its late reply, still owed, belongs to nobody. */
  orphan = false
  /** Replies still to come. */
  missing: number
  /** When it must be over. */
  deadline = Number.POSITIVE_INFINITY
  /** When its caller went; of an orphan. */
  givenUpAt: number | undefined = undefined
  slot = -1
  /** What a recording calls it, from 1 on: a table would keep exchanges alive. */
  number = 0

  /** @throws {TypeError} for a stream whose frames end with a silence: it would never know one from the next */
  constructor(options: ExchangeOptions) {
    if (options.stream !== undefined && options.framing?.silence !== undefined) {
      throw new TypeError('framing: the frames of a stream can not end with a silence')
    }
    this.request = options.request
    this.framing = options.framing
    this.count = options.count ?? 1
    this.timeout = options.timeout ?? Number.POSITIVE_INFINITY
    this.unlimited = options.timeout === undefined
    this.retries = options.retries ?? 0
    this.session = options.session
    this.stream = options.stream
    this.missing = this.count
  }

  /** The whole of its limit in ms: of a stream, that of one frame. */
  get span(): number {
    return this.stream?.timeout ?? this.timeout
  }

  /** Has it taken a part of its reply from the buffer? */
  get consumed(): boolean {
    return this.missing < this.count
  }

  /** Was it submitted, and its request is still to be sent? */
  get unsent(): boolean {
    if (this.request === undefined || this.stage === 'new' || this.stage === 'settled') return false
    return this.sent !== 'yes'
  }

  /** Takes a reply in; true when it was the last one. */
  accept(reply: Uint8Array): boolean {
    if (this.count === 1) this.reply = reply
    else {
      this.replies ??= []
      this.replies.push(reply)
    }
    return --this.missing === 0
  }

  /** Back to what it was before it began, to be sent again as a whole. */
  restart(): void {
    this.stage = 'queued'
    this.reply = undefined
    this.replies = undefined
    this.missing = this.count
  }
}
