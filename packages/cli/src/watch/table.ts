/** The instruments that are watched, as lines of text: a row each, and how many of them are well. */
import type { Style } from '../console.ts'
import { safe } from '../readable.ts'
import type { Health, Watched } from '../web/watch-messages.ts'

export interface TableView {
  readonly instruments: readonly Watched[]
  readonly every: number
  readonly columns: number
  /** No more lines than these. */
  readonly rows: number
  readonly paint: (style: Style, text: string) => string
}

const MARKS: Readonly<Record<Health, readonly [mark: string, style: Style]>> = {
  well: ['●', 'green'],
  trouble: ['✗', 'red'],
  unknown: ['○', 'dim'],
}
const ORDER: readonly Health[] = ['trouble', 'unknown', 'well']
const HEADER = ['', 'instrument', 'ms', 'mean', 'turns', 'errors', 'reconnects', 'last words']
/** Texts; the others are numbers, which end below one another. */
const LEFT = new Set([0, 1, 7])
const LONGEST_URL = 40

export const milliseconds = (ms: number | null): string => (ms === null ? '–' : ms.toFixed(ms < 100 ? 1 : 0))

function cells({ url, health, ms, mean, turns, errors, reconnects, words, trouble }: Watched): string[] {
  const name = url.length > LONGEST_URL ? `${url.slice(0, LONGEST_URL - 1)}…` : url
  const numbers = [milliseconds(ms), milliseconds(mean), `${turns}`, `${errors}`, `${reconnects}`]
  return [MARKS[health][0], name, ...numbers, safe(trouble === '' ? words : trouble)]
}

/** `12 instruments: 11 well, 1 in trouble`. */
export function summary(instruments: readonly Watched[]): string {
  const count = (health: Health) => instruments.filter((each) => each.health === health).length
  const [well, trouble, unknown] = [count('well'), count('trouble'), count('unknown')]
  const parts = [`${well} well`, `${trouble} in trouble`, ...(unknown > 0 ? [`${unknown} not asked yet`] : [])]
  return `${instruments.length} ${instruments.length === 1 ? 'instrument' : 'instruments'}: ${parts.join(', ')}`
}

export function table({ instruments, columns, rows, paint }: TableView): string[] {
  const room = Math.max(0, rows - 2)
  const fits = instruments.length <= room
  // Where not all have room, those in trouble have it first.
  const sorted = fits ? instruments : [...instruments].sort((a, b) => ORDER.indexOf(a.health) - ORDER.indexOf(b.health))
  const shown = sorted.slice(0, fits ? room : Math.max(0, room - 1))
  const texts = shown.map(cells)
  const widths = HEADER.map((name, i) => Math.max(name.length, ...texts.map((row) => row[i]?.length ?? 0)))
  const line = (row: readonly string[]) => {
    const padded = row.map((text, i) => (LEFT.has(i) ? text.padEnd(widths[i] ?? 0) : text.padStart(widths[i] ?? 0)))
    return padded.join('  ').slice(0, columns).trimEnd()
  }
  const left = instruments.length - shown.length
  const rest = sorted.slice(shown.length).filter(({ health }) => health !== 'well').length
  const more = `and ${left} more, ${rest === 0 ? 'all of them well' : `${rest} of them not well`}`
  return [
    paint('bold', summary(instruments).slice(0, columns)),
    paint('dim', line(HEADER)),
    ...texts.map((row, i) => {
      const { health } = shown[i] ?? { health: 'unknown' }
      const text = line(row)
      const [mark, style] = MARKS[health]
      return health === 'well' ? text.replace(mark, paint(style, mark)) : paint(style, text)
    }),
    ...(fits ? [] : [paint('dim', more.slice(0, columns))]),
  ]
}
