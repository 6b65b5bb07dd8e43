/** What waits or runs in the model: a call, a stream, a transaction or the hook. */

import type { FrameKind } from './arrived.ts'

export type Kind = 'ask' | 'write' | 'read' | 'stream' | 'open' | 'talk' | 'hook'

export interface ItemOptions {
  readonly name: string
  readonly kind: Kind
  /** The transaction or hook that it is a call of. */
  readonly session?: Item | undefined
  readonly timeout?: number
  /** Of a transaction: how long it waits for its turn. */
  readonly patience?: number
  readonly count?: number
  readonly retries?: number
  /** What its replies are. Default: lines. */
  readonly framing?: FrameKind
  /** Of a stream. */
  readonly match?: boolean
  readonly reconnect?: boolean
}

const NEVER = Number.POSITIVE_INFINITY

export class Item {
  readonly name: string
  readonly kind: Kind
  readonly session: Item | undefined
  readonly timeout: number
  readonly patience: number
  readonly count: number
  readonly framing: FrameKind
  readonly match: boolean
  readonly reconnect: boolean
  retries: number
  stage: 'new' | 'queued' | 'begun' | 'over' = 'new'
  sent: 'no' | 'maybe' | 'yes' = 'no'
  due = NEVER
  /** When a transaction must be over. */
  limit = NEVER
  /** Its caller is gone; its reply is still to come. */
  orphan = false
  /** Frames of its reply. */
  got: string[] = []
  /** Of a stream: lines that wait for credit, and how it ends when they are taken. */
  held: string[] = []
  credit = 0
  ending: { readonly error: string | undefined; readonly partial: string } | undefined = undefined
  /** Of a session: its calls, that its function has returned, and that it can do no more. */
  calls: Item[] = []
  returned = false
  failed = false

  constructor(options: ItemOptions) {
    this.name = options.name
    this.kind = options.kind
    this.session = options.session
    this.timeout = options.timeout ?? NEVER
    this.patience = options.patience ?? NEVER
    this.count = options.count ?? 1
    this.framing = options.framing ?? 'line'
    this.retries = options.retries ?? 0
    this.match = options.match ?? false
    this.reconnect = options.reconnect ?? false
  }

  get reads(): boolean {
    return ['ask', 'read', 'talk'].includes(this.kind) || (this.kind === 'stream' && !this.match)
  }

  get writes(): boolean {
    return ['ask', 'write', 'talk'].includes(this.kind)
  }

  get inFlight(): boolean {
    return this.kind === 'ask' && (this.stage === 'begun' || this.orphan)
  }
}
