/** What waits in the place of a client: messages for the instrument, and what is asked of the hub itself. */
import type { Job } from './fair-queue.ts'
import type { Owed } from './replies.ts'
import type { Role } from './roles.ts'
import type { Kind } from './rules.ts'

/** Who is told what came of a message; exactly one of the two is called, once, and neither once it is `gone`. */
export interface Asker {
  readonly name: string
  readonly role: Role
  readonly gone: boolean
  replied(job: Message, reply: Buffer | undefined): void
  failed(job: Message, error: Error): void
}

/** A message, and what it comes to by the rules. */
export interface Parsed {
  readonly bytes: Buffer
  readonly text: string
  readonly kind: Kind
  readonly owed: Owed
}

/** A message for the instrument. */
export class Message implements Job {
  readonly aside = false
  readonly urgent: boolean
  readonly silent: boolean
  /** Its caller has given it up: it is not begun any more. */
  abandoned = false
  begun = false

  readonly bytes: Buffer
  /** It, one character for each byte, without its end of line. */
  readonly text: string
  readonly kind: Kind
  readonly owed: Owed
  readonly asker: Asker

  constructor({ bytes, text, kind, owed }: Parsed, asker: Asker, urgent: boolean) {
    this.bytes = bytes
    this.text = text
    this.kind = kind
    this.owed = owed
    this.asker = asker
    this.urgent = urgent || kind.priority === 'high'
    this.silent = owed.framing === undefined
  }
}

/** Something for the hub: `aside`, answered without a turn; else when its turn comes. */
export class Request implements Job {
  readonly urgent = false
  readonly silent = false

  readonly aside: boolean
  readonly run: () => void

  constructor(aside: boolean, run: () => void) {
    this.aside = aside
    this.run = run
  }
}

export type Waiting = Message | Request
