/** The figures of all parts, as one table to read. */
import type { Figure, Report } from './part.ts'

/** What came of each part, by its name. */
export type Reports = ReadonlyMap<string, Report>

const shown = ({ value, unit }: Figure): string =>
  `${typeof value === 'number' ? value.toLocaleString('en', { maximumFractionDigits: 2 }) : value}${unit ? ` ${unit}` : ''}`

const verdict = ({ skipped, failures }: Report): string => {
  if (skipped !== undefined) return `SKIPPED: ${skipped}`
  return failures.length === 0 ? 'passed' : `FAILED: ${failures.length}`
}

export function table(reports: Reports): string {
  const rows = [...reports].flatMap(([name, report]) => [
    [name, verdict(report)],
    ...report.figures.map((figure) => [`  ${figure.what}`, shown(figure)]),
  ])
  const width = Math.max(...rows.map(([what = '']) => what.length))
  return rows.map(([what = '', value = '']) => `${what.padEnd(width)}  ${value}`).join('\n')
}
