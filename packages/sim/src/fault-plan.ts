/** Which fault strikes when: the active faults, their counters, and what they mean for a request or a connection. */
import type { DropAfterFault, Fault, GarbageFault, RebootFault, ResetFault, Trigger } from './fault.ts'
import { matcher } from './matcher.ts'

/** A connection that is to end after so many bytes. */
export interface Cut {
  readonly after: number
  readonly how: 'end' | 'reset'
}

/** A cut that is counted from the beginning of a connection; `struck` is to be called when it happens. */
export interface ConnectionCut extends Cut {
  struck(): void
}

/** What the faults do to one request. */
export interface Verdict {
  silent: boolean
  cut: Cut | undefined
  /** Ms for which the device is away, instead of a reply. */
  reboot: number | undefined
  garbage: (GarbageFault & { readonly strike: number }) | undefined
  twice: boolean
  echo: boolean
  delay: number
  /** Ms that the end of the reply is held up for. */
  lateEnd: number
}

interface Active {
  readonly fault: Fault
  readonly matches: (request: string) => boolean
  readonly every: number
  seen: number
  struck: number
  left: number
}

/** IAC WILL ECHO, IAC WILL SUPPRESS-GO-AHEAD. */
const TELNET_OFFERS = Uint8Array.of(255, 251, 1, 255, 251, 3)

type Striking = Extract<Fault, Trigger>

const STRIKING: readonly string[] = [
  'delay',
  'silence',
  'dropAfter',
  'reset',
  'close',
  'garbage',
  'echo',
  'twice',
  'lateEnd',
  'reboot',
]

function strikesRequests(fault: Fault): fault is Striking {
  return STRIKING.includes(fault.kind)
}

function activate(fault: Fault): Active {
  const { match, every = 1, times = Number.POSITIVE_INFINITY }: Trigger = strikesRequests(fault) ? fault : {}
  const matches = match === undefined ? () => true : matcher(match)
  return { fault, matches, every, seen: 0, struck: 0, left: times }
}

function aimsAtRequests(fault: Trigger): boolean {
  return fault.match !== undefined || fault.every !== undefined
}

function cutOf(fault: DropAfterFault | ResetFault): Cut {
  return fault.kind === 'dropAfter' ? { after: fault.bytes, how: 'end' } : { after: fault.after ?? 0, how: 'reset' }
}

function cutsConnection(fault: Fault): fault is DropAfterFault | ResetFault {
  if (fault.kind === 'reset') return fault.after !== undefined && !aimsAtRequests(fault)
  return fault.kind === 'dropAfter' && !aimsAtRequests(fault)
}

/** A reboot without a trigger is under way as long as it is in force. */
export function isUnderWay({ match, every, times }: RebootFault): boolean {
  return match === undefined && every === undefined && times === undefined
}

function apply(fault: Striking, strike: number, verdict: Verdict): void {
  if (fault.kind === 'delay') verdict.delay += fault.ms
  else if (fault.kind === 'garbage') verdict.garbage = { ...fault, strike }
  else if (fault.kind === 'echo') verdict.echo = true
  else if (fault.kind === 'lateEnd') verdict.lateEnd += fault.ms
  else if (fault.kind === 'twice') verdict.twice = true
  else if (fault.kind === 'reboot') verdict.reboot = fault.ms
  else if (fault.kind === 'close') verdict.cut ??= { after: 0, how: 'end' }
  else if (fault.kind === 'dropAfter' || fault.kind === 'reset') verdict.cut ??= cutOf(fault)
}

/** The faults in force. */
export class FaultPlan {
  #active: Active[] = []
  readonly #changed: () => void

  /** @param changed called after a fault has come or gone */
  constructor(changed: () => void) {
    this.#changed = changed
  }

  /** True when no fault is in force: the fast path. */
  get empty(): boolean {
    return this.#active.length === 0
  }

  get faults(): readonly Fault[] {
    return this.#active.map(({ fault }) => fault)
  }

  /** Puts a checked fault in force; returns what removes it. */
  inject(fault: Fault): () => void {
    const active = activate(fault)
    this.#active = [...this.#active, active]
    this.#changed()
    return () => this.#remove(active)
  }

  clear(): void {
    this.#active = []
    this.#changed()
  }

  has(kind: Fault['kind']): boolean {
    return this.#active.some(({ fault }) => fault.kind === kind)
  }

  /** Nobody is let in. */
  get closed(): boolean {
    return this.#active.some(({ fault }) => fault.kind === 'refuse' || (fault.kind === 'reboot' && isUnderWay(fault)))
  }

  /** The smallest piece that writes are to be cut into. */
  get split(): number {
    const sizes = this.#active.map(({ fault }) => (fault.kind === 'split' ? fault.size : Number.POSITIVE_INFINITY))
    return Math.min(Number.POSITIVE_INFINITY, ...sizes)
  }

  /** What is said to each client that connects. */
  greetings(eol: string): readonly (string | Uint8Array)[] {
    return this.#active.flatMap(({ fault }): readonly (string | Uint8Array)[] => {
      if (fault.kind === 'telnet') return [TELNET_OFFERS]
      if (fault.kind === 'banner') return [fault.text + eol]
      return fault.kind === 'prompt' ? [fault.text] : []
    })
  }

  /** What stands behind each reply. */
  get prompt(): string {
    return this.#active.map(({ fault }) => (fault.kind === 'prompt' ? fault.text : '')).join('')
  }

  /** Ms of a client's silence after which it is left. */
  get patience(): number {
    const all = this.#active.map(({ fault }) => (fault.kind === 'idle' ? fault.ms : Number.POSITIVE_INFINITY))
    return Math.min(Number.POSITIVE_INFINITY, ...all)
  }

  /** Ms behind a reply in which a request is lost. */
  get rest(): number {
    return Math.max(0, ...this.#active.map(({ fault }) => (fault.kind === 'hasty' ? fault.ms : 0)))
  }

  /** The cuts that each connection is subject to. */
  get cuts(): readonly ConnectionCut[] {
    return this.#active.flatMap((active) => {
      const { fault } = active
      return cutsConnection(fault) ? [{ ...cutOf(fault), struck: () => this.#spend(active) }] : []
    })
  }

  /** What happens to this request; counts. What is swallowed strikes no other fault. */
  judge(request: string): Verdict {
    const verdict: Verdict = {
      silent: false,
      cut: undefined,
      reboot: undefined,
      garbage: undefined,
      twice: false,
      echo: false,
      delay: 0,
      lateEnd: 0,
    }
    for (const active of this.#active) {
      if (active.fault.kind === 'silence' && this.#strikes(active, request)) return { ...verdict, silent: true }
    }
    for (const active of this.#active) {
      const { fault } = active
      if (!strikesRequests(fault) || fault.kind === 'silence' || cutsConnection(fault)) continue
      if (fault.kind === 'reboot' && isUnderWay(fault)) continue
      if (!this.#strikes(active, request)) continue
      apply(fault, active.struck, verdict)
    }
    return verdict
  }

  #strikes(active: Active, request: string): boolean {
    if (!active.matches(request)) return false
    active.seen++
    if (active.seen % active.every !== 0) return false
    this.#spend(active)
    return true
  }

  #spend(active: Active): void {
    active.struck++
    active.left--
    if (active.left <= 0) this.#remove(active)
  }

  #remove(active: Active): void {
    if (!this.#active.includes(active)) return
    this.#active = this.#active.filter((other) => other !== active)
    this.#changed()
  }
}
