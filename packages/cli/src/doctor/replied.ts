/** What the replies have in common, for the probes that look at them. */
import { type Anatomy, anatomy, encodingOf, isMirror } from './anatomy.ts'
import type { Exam } from './probe.ts'

type Seen = Pick<Exam, 'allowed' | 'chart'>

/** Is there an instrument that answers, rather than hang up, return what it is sent, or speak HTTP? */
export function answers({ allowed, chart }: Seen): boolean {
  const best = chart.ask?.best
  if (best === undefined || best.ended !== undefined || isMirror(allowed.query, best.heard)) return false
  return !best.heard.toString('latin1').startsWith('HTTP/')
}

/** Each reply of the series that came, taken apart. */
export function replies({ allowed, chart }: Seen): readonly Anatomy[] {
  const exchanges = (chart.replies?.exchanges ?? []).filter(
    ({ heard, ended }) => heard.length > 0 && ended === undefined,
  )
  return exchanges.map(({ heard }) => anatomy(allowed.query, heard))
}

/** With the default, `eol: '\n'`, text loses a CR in front of it too. */
const BY_DEFAULT: readonly string[] = ['\n', '\r\n']

/** The `eol` that replies call for; undefined where the default does. */
export function eolOf({ prompt, 'end of replies': replies }: Seen['chart']): string | undefined {
  const { end = '' } = replies ?? {}
  if (prompt !== undefined && prompt.prompt !== '') return end + prompt.prompt
  return end === '' || BY_DEFAULT.includes(end) ? undefined : end
}

/** Of an instrument that says who it is, each time the same. */
export const steady = ({ allowed }: Pick<Exam, 'allowed'>): boolean => allowed.query.toUpperCase() === '*IDN?'

/** Each question has one readable reply, so that times and second clients can be judged. */
export function sound(seen: Seen): boolean {
  const { exchanges = [] } = seen.chart.replies ?? {}
  const all = replies(seen)
  return all.length > 0 && all.length === exchanges.length && all.every(isSound) && !differ(seen, all)
}

const isSound = ({ copies, body }: Anatomy): boolean => copies === 1 && encodingOf(body) !== undefined

/** Do they differ where they should not? */
export function differ(seen: Seen, all: readonly Anatomy[]): boolean {
  return steady(seen) && all.some(({ body }) => !body.equals(all[0]?.body ?? body))
}

const occurrences = (text: string, part: string): number => text.split(part).length - 1

export interface Wholeness {
  /** Is that one reply, and nothing more? */
  is(heard: Buffer): boolean
  /** Is there a whole reply in it? */
  has(heard: Buffer): boolean
}

/** Knows a whole reply by what the others were like; undefined where their end is none. */
export function wholeness(seen: Seen): Wholeness | undefined {
  const [first] = replies(seen)
  const model = seen.chart.replies?.exchanges[0]?.heard
  if (first === undefined || model === undefined || first.end === '') return undefined
  const { end, rest } = first
  const count = occurrences(model.toString('latin1'), end)
  const has = (heard: Buffer) => occurrences(heard.toString('latin1'), end) >= count
  return { has, is: (heard) => has(heard) && heard.toString('latin1').endsWith(end + rest) }
}
