/**
 * What of some code has run since the last look, from V8's own counters: the guide of the fuzzer. V8 tells of ranges, and of
 * one within another only where their counts differ: which ranges there are says nothing, so they are laid upon the text.
 */
import { type Profiler, Session } from 'node:inspector'

/** By character of a script's functions. */
const UNKNOWN = 0
const IDLE = 1
const RAN = 2

// Of the whole process, and before any code is loaded that is fuzzed: V8 has counters only in what it compiles after they are
// asked for, and those of a second time not at all.
const session = new Session()
session.connect()
session.post('Profiler.enable')
session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: true })

export class Coverage {
  readonly #code: readonly string[]
  /** What has ever been kept, by script. */
  readonly #kept = new Map<string, Uint8Array>()

  /** @param code files, or folders with all that is in them */
  constructor(code: readonly string[]) {
    this.#code = code
    this.look() // what ran until now
  }

  /** How many characters of the code have run since the last look, and never before. */
  look(): number {
    return this.#take(() => undefined)
  }

  /** How many characters of the code have run since the last look, and never before; from then on, they have run before. */
  keep(): number {
    return this.#take((kept, now) => {
      for (const [i, state] of now.entries()) if (state > (kept[i] ?? UNKNOWN)) kept[i] = state
    })
  }

  /** Characters of functions that have ever run, and all there are. */
  get characters(): { readonly ran: number; readonly all: number } {
    let [ran, all] = [0, 0]
    for (const kept of this.#kept.values()) {
      for (const state of kept) {
        if (state !== UNKNOWN) all++
        if (state === RAN) ran++
      }
    }
    return { ran, all }
  }

  #take(then: (kept: Uint8Array, now: Uint8Array) => void): number {
    let scripts: readonly Profiler.ScriptCoverage[] = []
    session.post('Profiler.takePreciseCoverage', (error, taken) => {
      if (error !== null) throw error
      scripts = taken.result
    })
    let fresh = 0
    for (const { url, functions } of scripts) {
      if (!this.#code.some((path) => url.includes(path))) continue
      const now = laid(functions)
      const kept = this.#keptOf(url, now.length)
      for (const [i, state] of now.entries()) if (state === RAN && kept[i] !== RAN) fresh++
      then(kept, now)
    }
    return fresh
  }

  #keptOf(url: string, length: number): Uint8Array {
    const kept = this.#kept.get(url) ?? new Uint8Array()
    if (kept.length >= length) return kept
    const longer = new Uint8Array(length)
    longer.set(kept)
    this.#kept.set(url, longer)
    return longer
  }
}

/** Outer ranges come before those within them, and functions before those that they hold: the last to say something is right. */
function laid(functions: readonly Profiler.FunctionCoverage[]): Uint8Array {
  const ranges = functions.flatMap((each) => (each.ranges[0]?.startOffset === 0 ? [] : each.ranges)) // not the module itself
  const now = new Uint8Array(Math.max(0, ...ranges.map(({ endOffset }) => endOffset)))
  for (const { startOffset, endOffset, count } of ranges) now.fill(count > 0 ? RAN : IDLE, startOffset, endOffset)
  return now
}
