/** What the doctor hands over: a verdict, options as code, a profile; as text, and as JSON. */
import { isUtf8 } from 'node:buffer'
import { paint } from '../console.ts'
import { jsonLine, safe } from '../readable.ts'
import { codeFor, FLAVOURS, type Flavour, type Place } from './code.ts'
import type { Examination } from './examine.ts'
import type { Gravity } from './reading.ts'

const COLOURS: Readonly<Record<Gravity, 'red' | 'yellow' | 'green'>> = {
  unreachable: 'red',
  silent: 'red',
  lost: 'red',
  unsound: 'red',
  options: 'yellow',
  sound: 'green',
}

/** There is somebody to talk to. */
const reached = ({ verdict }: Examination) => verdict.gravity === 'options' || verdict.gravity === 'sound'

export function report(examination: Examination, place: Place, flavours: readonly Flavour[]): string {
  const { verdict } = examination
  const { stdout } = process
  const lines = verdict.readings.map(({ cause, says }, i) => {
    const word = i === 0 ? 'verdict' : 'also'
    return `${word.padEnd(8)} ${paint(stdout, COLOURS[verdict.gravity], safe(cause))}: ${safe(says)}`
  })
  if (!reached(examination)) return `${lines.join('\n')}\n`
  const code = flavours.flatMap((flavour) => ['', ...codeFor(flavour, place, verdict.profile).trimEnd().split('\n')])
  const link = JSON.stringify(verdict.profile.link ?? {})
  return [...lines, ...code, '', `${'link'.padEnd(8)} ${safe(link)}`, ''].join('\n')
}

/** Bytes as text, or as base64. */
function plain(value: unknown): unknown {
  if (Buffer.isBuffer(value)) return isUtf8(value) ? value.toString() : { base64: value.toString('base64') }
  if (Array.isArray(value)) return value.map(plain)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, field]) => [key, plain(field)]))
}

export function json(examination: Examination, place: Place): string {
  const { entries, chart, verdict } = examination
  const { cause, gravity, readings, profile } = verdict
  const { query: _, ...at } = place
  return jsonLine({
    ...at,
    verdict: cause,
    gravity,
    readings: readings.map(({ cause, says }) => ({ cause, says })),
    probes: entries,
    findings: plain(chart),
    ...(reached(examination) && {
      link: profile.link ?? {},
      profile,
      code: Object.fromEntries(FLAVOURS.map((flavour) => [flavour, codeFor(flavour, place, profile)])),
    }),
  })
}
