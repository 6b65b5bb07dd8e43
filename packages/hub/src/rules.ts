/** Rules: what a message of a client owes, and how it is treated. */
import type { NamedFraming } from '@sockio/core'
import { unitsOf } from './program-message.ts'
import type { Priority } from './roles.ts'

/** One rule of the configuration. The first whose `match` is found in a message applies; where none is, the default does. */
export interface RuleSettings {
  /**
   * What is searched in the first 4096 bytes of a message, without its end of line. A text is a regular expression that
   * takes no notice of case, as SCPI takes none; give a RegExp for another.
   */
  readonly match: string | RegExp
  /** How many lines or blocks it owes. Default: one for each query in it. */
  readonly replies?: number | undefined
  /** Where its one reply ends, where that is neither a line nor a definite block: `{ until: ';' }`, `{ exactly: 12 }`. */
  readonly framing?: ReplyFraming | undefined
  /** `high` goes before all that waits; without a reply it goes out even while another client's query waits for its own. */
  readonly priority?: Priority | undefined
  /**
   * It only asks, and its answer may be shared: with who asks the same at the same time, and with who asks it within so many
   * ms after it was asked. Whatever is written ends that. Default: each message is asked for itself.
   */
  readonly maxAge?: number | undefined
  /** How long it may take, in ms. Default: the `timeout` of the connection. */
  readonly timeout?: number | undefined
  /** Does it change something? Then it is logged, and refused to who may only read. Default: unless it only asks. */
  readonly write?: boolean | undefined
}

/** The framings that a rule may name. */
export type ReplyFraming = Exclude<NamedFraming, { readonly module: string }>

/** What a message comes to. */
export interface Kind {
  readonly replies: number
  /** A rule says how many there are, and not the message. */
  readonly counted: boolean
  readonly framing: ReplyFraming | undefined
  readonly priority: Priority
  readonly maxAge: number | undefined
  readonly timeout: number | undefined
  readonly writes: boolean
}

/** A rule with its expression made. */
export interface Rule extends Omit<RuleSettings, 'match'> {
  readonly match: RegExp
}

/** As much of a message is looked at. */
const HEAD = 4096
/** So many kinds are remembered, of messages of at most so many bytes: programs say the same again and again. */
const REMEMBERED = 512
const SHORT = 128

/** The rule with its expression made. */
export function rule(settings: RuleSettings): Rule {
  const { match } = settings
  return { ...settings, match: typeof match === 'string' ? new RegExp(match, 'i') : match }
}

/** Says what messages come to. */
export class Rules {
  readonly #rules: readonly Rule[]
  readonly #blocks: boolean
  readonly #known = new Map<string, Kind>()

  /** `blocks`: may messages hold IEEE 488.2 blocks? */
  constructor(rules: readonly Rule[], blocks: boolean) {
    this.#rules = rules
    this.#blocks = blocks
  }

  /** Is there one that lets messages overtake? */
  get urgent(): boolean {
    return this.#rules.some(({ priority }) => priority === 'high')
  }

  /** The kind of this message; `text` is it, one character for each byte, without its end of line. */
  of(text: string): Kind {
    if (text.length > SHORT) return this.#find(text)
    const known = this.#known.get(text)
    if (known !== undefined) return known
    if (this.#known.size >= REMEMBERED) this.#known.clear()
    const kind = this.#find(text)
    this.#known.set(text, kind)
    return kind
  }

  #find(text: string): Kind {
    const head = text.slice(0, HEAD)
    const own = this.#rules.find(({ match }) => head.search(match) >= 0) // unlike test(), keeps no lastIndex
    const { framing, priority = 'normal', maxAge, timeout } = own ?? {}
    const units = unitsOf(text, this.#blocks)
    const replies = own?.replies ?? (framing === undefined ? units.filter((asks) => asks).length : 1)
    const writes = own?.write ?? (maxAge === undefined && units.some((asks) => !asks))
    return { replies, counted: own?.replies !== undefined, framing, priority, maxAge, timeout, writes }
  }
}

/** What `timeout` is where the configuration says none: without one, a reply that never comes would stop everybody. */
export const DEFAULT_TIMEOUT = 10_000
