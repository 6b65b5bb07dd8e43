/** How a line, or the replies of one turn, are written: as text, as JSON, or as CSV. */
import type { Encoding } from '@sockio/core'
import { type Command, Option } from 'commander'
import { csv } from './csv.ts'
import { CommandError, exitCodes } from './failure.ts'
import { isText, jsonLine, readable } from './readable.ts'
import type { Sample } from './source.ts'

/** Writes samples; the first may put a header before itself. */
export type Format = (sample: Sample) => string

export interface FormatOptions {
  readonly format: string
  readonly json?: true
}

/** Adds the options that say how: `--json` is the short form of the commonest. */
export function withFormat(command: Command, names: readonly string[]): Command {
  return command
    .addOption(new Option('-f, --format <name>', 'how').choices(names).default(names[0]))
    .addOption(new Option('--json', 'the same as --format json').implies({ format: 'json' }))
}

/** Is JSON wanted? */
export function wantsJson({ format, json }: FormatOptions): boolean {
  if (json && format !== 'json') throw new CommandError(`--json, or --format ${format}?`, exitCodes.usage)
  return format === 'json'
}

function json(queries: readonly string[], encoding: Encoding): Format {
  const field = (bytes: Buffer, name: string) =>
    isText(bytes, encoding) ? { [name]: bytes.toString(encoding) } : { base64: bytes.toString('base64') }
  return ({ time, lines: [line = Buffer.alloc(0), ...others] }) => {
    const iso = new Date(time).toISOString()
    if (queries.length < 2) return jsonLine({ time: iso, ...field(line, 'line') })
    const replies = [line, ...others].map((reply, i) => ({ query: queries[i], ...field(reply, 'reply') }))
    return jsonLine({ time: iso, replies })
  }
}

/** @param queries what is asked in each turn; nothing where lines come by themselves */
export function formatOf(options: FormatOptions, queries: readonly string[], encoding: Encoding): Format {
  if (wantsJson(options)) return json(queries, encoding)
  if (options.format === 'csv') return csv(queries, encoding)
  return ({ lines }) => `${lines.map((line) => readable(line, encoding)).join('\t')}\n`
}
