/** A table of what came: a column for the time, and one for each value. */
import type { Encoding } from '@sockio/core'
import { readable, safe } from './readable.ts'
import type { Sample } from './source.ts'

/** A row as SCPI instruments write them: fields with commas between, of which texts are in quotes, doubled in them. */
const ROW = /^(?:"(?:[^"]|"")*"|[^",]*)(?:,(?:"(?:[^"]|"")*"|[^",]*))*$/
const FIELD = /(?:"(?:[^"]|"")*"|[^",]*)(?:,|$)/g

/**
 * What a spreadsheet would take for a formula and run, whoever has sent it: behind an apostrophe it is text. A number with
 * its unit is left as it is.
 */
const FORMULA = /^("?)(?=\s*(?:[=@]|[+-].*[(|!]))/s

const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`
const cell = (text: string) => (/[",]/.test(text) ? quoted(text) : text)

/** The fields of a line: what is a row already stays one, anything else is one field. */
function fieldsOf(line: string): string[] {
  if (!ROW.test(line)) return [quoted(line)]
  const fields: string[] = []
  for (const [text] of line.matchAll(FIELD)) {
    fields.push(text.replace(/,$/, ''))
    if (!text.endsWith(',')) break
  }
  return fields
}

/** What stands between semicolons, but for those in quotes: the units of a SCPI message, or of the reply to one. */
function unitsOf(text: string): string[] {
  const units = text.match(/(?:"[^"]*"|'[^']*'|[^;])+/g) ?? [text]
  return units.map((unit) => unit.trim())
}

interface Columns {
  readonly names: readonly string[]
  readonly fields: readonly string[]
}

/** So many columns of one name are told apart by a number. */
const named = (name: string, fields: readonly string[]): Columns => ({
  names: fields.length === 1 ? [name] : fields.map((_, i) => `${name} ${i + 1}`),
  fields,
})

/** The reply to a query: a column for each of its values, named by the query that asked for it. */
function replyColumns(query: string, reply: string): Columns {
  const units = unitsOf(reply)
  const asked = unitsOf(query).filter((unit) => unit.includes('?'))
  const each = units.map((unit, i) => named(safe(asked[i] ?? ''), fieldsOf(unit)))
  const fields = each.flatMap((unit) => unit.fields)
  if (units.length !== asked.length) return named(safe(query), fields)
  return { names: each.flatMap(({ names }) => names), fields }
}

/** A line that came by itself. */
function lineColumns(line: string): Columns {
  const fields = fieldsOf(line)
  return { names: fields.length === 1 ? ['value'] : fields.map((_, i) => `value${i + 1}`), fields }
}

/** In as many columns as the first time, so that those behind stay where they are; what does not fit is one field. */
function fitted(fields: readonly string[], width: number, line: string): readonly string[] {
  const own = fields.length > width ? [quoted(line)] : fields
  return [...own, ...new Array<string>(width - own.length).fill('')]
}

/** @param queries what is asked in each turn; nothing where lines come by themselves, each a row as it is */
export function csv(queries: readonly string[], encoding: Encoding): (sample: Sample) => string {
  let widths: readonly number[] | undefined
  return ({ time, lines }) => {
    const texts = lines.map((line) => readable(line, encoding))
    const columns = texts.map((text, i) => {
      const query = queries[i]
      return query === undefined ? lineColumns(text) : replyColumns(query, text)
    })
    const header = widths === undefined ? `time,${columns.flatMap(({ names }) => names.map(cell)).join(',')}\n` : ''
    widths ??= columns.map(({ fields }) => fields.length)
    const row = columns.flatMap(({ fields }, i) =>
      queries.length === 0 ? fields : fitted(fields, widths?.[i] ?? fields.length, texts[i] ?? ''),
    )
    const inert = row.map((field) => field.replace(FORMULA, "$1'"))
    return `${header}${new Date(time).toISOString()},${inert.join(',')}\n`
  }
}
