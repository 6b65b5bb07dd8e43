/** Replies of random numbers: `{RANDOM(0, 10.5, 3):.2f}` answers `7.79, 2.57, 1.47`. */
import type { Entry } from './entry.ts'
import { checkFormat, formatted, readFormat } from './format.ts'

const DIRECTIVE = /RANDOM\(([^(),]*),([^(),]*),([^(),]*)\)/
/** More of them nobody reads. */
const MOST = 100_000

/** What makes the reply; undefined for a text without the directive. */
export function randomReply(text: string, entry: Entry, next: () => number): (() => string) | undefined {
  if (!text.includes('RANDOM(')) return undefined
  const [directive, low = '', high = '', times = ''] = DIRECTIVE.exec(text) ?? []
  const [from, to, count] = [low, high, times].map((part) => (part.trim() === '' ? Number.NaN : Number(part)))
  const usable = directive !== undefined && text.includes(`{${directive}`)
  if (!usable || from === undefined || to === undefined || count === undefined || !(from <= to)) {
    throw entry.wrong('{RANDOM(least, greatest, how many):format}')
  }
  if (!Number.isInteger(count) || count < 0 || count > MOST) {
    throw entry.error(`RANDOM makes 0 to ${MOST} numbers, not ${times.trim()}`)
  }
  const format = readFormat(text.replace(directive, ''), entry)
  if (format.filter((part) => typeof part !== 'string').length !== 1)
    throw entry.error('one RANDOM is all that a reply has')
  checkFormat(format, 'float', entry)
  return () => Array.from({ length: count }, () => formatted(format, from + (to - from) * next())).join(', ')
}
