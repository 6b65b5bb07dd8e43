/** Bytes and times in the doctor's words. */
import { printable } from '@sockio/core'

const MOST = 200

export const quoted = (bytes: Buffer): string => printable(bytes, MOST)

const NAMES: Readonly<Record<string, string>> = {
  '\n': 'LF',
  '\r': 'CR',
  '\r\n': 'CR LF',
  '\n\r': 'LF CR',
  '\0': 'NUL',
  '': 'nothing',
}

export const endName = (end: string): string => NAMES[end] ?? quoted(Buffer.from(end, 'latin1'))

export function time(ms: number): string {
  if (ms < 10) return `${ms.toFixed(1)} ms`
  return ms < 1000 ? `${ms.toFixed(0)} ms` : `${Math.round(ms / 100) / 10} s`
}

const STEPS = [1, 2, 5]

/** The next of 1, 2, 5, 10, 20, 50... */
export function roundUp(ms: number): number {
  const power = 10 ** Math.floor(Math.log10(Math.max(ms, 1)))
  return (STEPS.find((step) => step * power >= ms) ?? 10) * power
}
