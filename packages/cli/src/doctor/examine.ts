/** The examination: one probe after the other, and what all of them say together. */
import type { Chart } from './chart.ts'
import type { Patient } from './patient.ts'
import type { Allowed } from './probe.ts'
import { merged, type Profile } from './profile.ts'
import { type Cause, causes, type Gravity, type Reading } from './reading.ts'
import { steps } from './steps.ts'

/** A probe that was made. */
export interface Entry {
  readonly name: string
  readonly does: string
  /** The most that it could take, in ms, and what it took. */
  readonly bound: number
  readonly ms: number
  /** In words. */
  readonly found: string
}

export interface Verdict {
  readonly cause: Cause
  readonly gravity: Gravity
  /** The most serious first. */
  readonly readings: readonly Reading[]
  readonly profile: Profile
}

export interface Examination {
  readonly entries: readonly Entry[]
  readonly chart: Chart
  readonly verdict: Verdict
}

/** Is told of each probe before it is made, and of what it found. */
export interface Teller {
  before(name: string, does: string, bound: number): void
  after(name: string, found: string): void
}

export async function examine(patient: Patient, allowed: Allowed, teller: Teller): Promise<Examination> {
  let chart: Chart = {}
  const entries: Entry[] = []
  for (const { name, due, does, bound, run, found } of steps) {
    const seen = { allowed, chart }
    if (!due(seen)) continue
    const entry = { name, does: does(seen), bound: bound(seen) }
    teller.before(name, entry.does, entry.bound)
    const began = performance.now()
    chart = { ...chart, ...(await run({ ...seen, patient })) }
    const words = found({ allowed, chart })
    teller.after(name, words)
    entries.push({ ...entry, ms: performance.now() - began, found: words })
  }
  return { entries, chart, verdict: verdict(allowed, chart) }
}

const GRAVITIES: readonly Gravity[] = ['unreachable', 'silent', 'lost', 'unsound', 'options', 'sound']
const SOUND: Reading = { cause: 'sound', says: 'it answers, and needs no options' }

/** By what was found, and nothing else. */
export function verdict(allowed: Allowed, chart: Chart): Verdict {
  const rank = ({ cause }: Reading) => GRAVITIES.indexOf(causes[cause])
  const all = steps.flatMap(({ reads }) => reads({ allowed, chart })).sort((a, b) => rank(a) - rank(b))
  const [first = SOUND] = all
  return {
    cause: first.cause,
    gravity: causes[first.cause],
    readings: all.length === 0 ? [SOUND] : all,
    profile: merged(all.flatMap(({ profile }) => profile ?? [])),
  }
}
