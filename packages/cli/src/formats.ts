/** How a line is written: as text, as JSON, or as CSV, each a line. */
import type { Encoding } from '@sockio/core'
import { isText, readable } from './readable.ts'
import type { Sample } from './source.ts'

export const formatNames = ['text', 'json', 'csv'] as const
export type FormatName = (typeof formatNames)[number]

/** Writes samples; the first may put a header before itself. */
export type Format = (sample: Sample) => string

const iso = (time: number) => new Date(time).toISOString()

function json(encoding: Encoding): Format {
  return ({ time, bytes }) => {
    const line = isText(bytes, encoding) ? { line: bytes.toString(encoding) } : { base64: bytes.toString('base64') }
    return `${JSON.stringify({ time: iso(time), ...line })}\n`
  }
}

/** A row as SCPI instruments write them: fields with commas between, of which texts are in quotes, doubled in them. */
const ROW = /^(?:"(?:[^"]|"")*"|[^",]*)(?:,(?:"(?:[^"]|"")*"|[^",]*))*$/
const FIELD = /(?:"(?:[^"]|"")*"|[^",]*)(?:,|$)/g

/** What is a row of CSV already stays one, with the time before it; anything else is one field. */
function csv(encoding: Encoding): Format {
  let begun = false
  return ({ time, bytes }) => {
    const line = readable(bytes, encoding)
    const fields = ROW.test(line) ? line : `"${line.replaceAll('"', '""')}"`
    const row = `${iso(time)},${fields}\n`
    if (begun) return row
    begun = true
    return `${header(fields)}${row}`
  }
}

function header(fields: string): string {
  const count = [...fields.matchAll(FIELD)].filter(([text]) => text !== '').length
  const names = count <= 1 ? ['value'] : Array.from({ length: count }, (_, i) => `value${i + 1}`)
  return `time,${names.join(',')}\n`
}

export function format(name: FormatName, encoding: Encoding): Format {
  if (name === 'json') return json(encoding)
  return name === 'csv' ? csv(encoding) : ({ bytes }) => `${readable(bytes, encoding)}\n`
}
