/** The state of one session: the connection hook or a transaction, which holds both lanes of the link as long as it runs; what is done with it is in `sessions.ts`. */
import type { Timed } from './deadlines.ts'
import type { AnySockioError, Sent } from './errors.ts'
import type { Exchange } from './exchange.ts'
import { Lanes } from './lanes.ts'

/** Drivers extend it with what runs once it is granted. */
export class Session implements Timed {
  readonly kind: 'hook' | 'transaction'
  /** Limit from `begin` to `end` in ms; `Infinity` for none. */
  readonly timeout: number
  /** Nobody has said how long it may take, and nobody that it may take for ever. */
  readonly unlimited: boolean
  /** Limit of the wait for its turn in ms. */
  readonly patience: number
  /** As `unlimited`, of the wait for its turn. */
  readonly waitsUnlimited: boolean
  /** The lanes of its own exchanges. */
  readonly lanes = new Lanes()
  stage: 'new' | 'queued' | 'begun' | 'settled' = 'new'
  /** When a transaction must be over; known from `begin` on. */
  limit: number = Number.POSITIVE_INFINITY
  /** The user's function has returned; what it left in the lanes is still to be done. */
  ending = false
  /** Why its exchanges fail now: its connection is gone, or its time is over. */
  failure: AnySockioError | undefined = undefined
  /** The first of its exchanges that wrote something: of all of them, the one that got farthest. */
  first: Exchange | undefined = undefined
  deadline = Number.POSITIVE_INFINITY
  slot = -1

  constructor(kind: 'hook' | 'transaction', timeout?: number, patience?: number) {
    this.kind = kind
    this.timeout = timeout ?? Number.POSITIVE_INFINITY
    this.unlimited = timeout === undefined
    this.patience = patience ?? Number.POSITIVE_INFINITY
    this.waitsUnlimited = this.unlimited && patience === undefined
  }

  /** The whole of the limit that runs, in ms. */
  get span(): number {
    return this.stage === 'begun' ? this.timeout : Math.min(this.timeout, this.patience)
  }

  /** May the instrument have acted on something of it? */
  get sent(): Sent {
    return this.first?.sent ?? 'no'
  }
}
