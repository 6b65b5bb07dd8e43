/** The parts of one machine; each knows the others through this. */
import { Blame } from './blame.ts'
import { Deadlines, type Timed } from './deadlines.ts'
import type { Effects } from './effects.ts'
import type { Exchange } from './exchange.ts'
import { Ledger } from './ledger.ts'
import { Link } from './link.ts'
import { Recovery } from './recovery.ts'
import { Scheduler } from './scheduler.ts'
import type { Session } from './session.ts'
import { Sessions } from './sessions.ts'
import type { Settings } from './settings.ts'
import { Streams } from './streams.ts'
import { Turn } from './turn.ts'

/** A deadline of the link itself. */
export class Timer implements Timed {
  deadline: number = Number.POSITIVE_INFINITY
  slot = -1
}

export class Parts {
  readonly settings: Settings
  readonly effects: Effects
  readonly turn: Turn
  readonly blame: Blame
  readonly deadlines = new Deadlines<Exchange | Session | Timer>()
  /** The end of a connection attempt, of a backoff, or of the grace of `close()`: never two at once. */
  readonly stateTimer = new Timer()
  readonly paceTimer = new Timer()
  /** The end of the silence that a stream which was left owes; only while somebody waits for that. */
  readonly quietTimer = new Timer()
  /** When a connection that was just made may be written to. */
  readonly settleTimer = new Timer()
  readonly link: Link
  readonly ledger: Ledger
  readonly recovery: Recovery
  readonly sessions: Sessions
  readonly streams: Streams
  readonly scheduler: Scheduler

  constructor(settings: Settings, effects: Effects) {
    this.settings = settings
    this.effects = effects
    this.turn = new Turn(effects)
    this.blame = new Blame(settings, () => this.link.heard)
    this.link = new Link(this)
    this.ledger = new Ledger(this)
    this.recovery = new Recovery(this)
    this.sessions = new Sessions(this)
    this.streams = new Streams(this)
    this.scheduler = new Scheduler(settings, effects, this.turn, this.ledger)
  }
}
