/** The options that have a connection recorded. */
import { accessSync, constants } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { fields, type Recording, type Rule, show } from '@sockio/core'

/** How a connection is recorded. */
export interface RecorderOptions {
  /**
   * Keeps the last so many bytes in memory, such as `'64 MiB'` or a number, and writes them when a call fails: each time a
   * file of its own, sixteen at most. Default: everything is written, as it happens.
   */
  readonly last?: string | number | undefined
}

/** What crosses to the thread of the sockets: where the recorder is, and what it is told. */
export interface FileRecording extends Recording {
  readonly file: string
  readonly last?: number
}

const UNITS: Readonly<Record<string, number>> = { KiB: 1024, MiB: 1024 ** 2, GiB: 1024 ** 3 }
/** Less holds hardly a call. */
const LEAST = 4096

/** The size in bytes: a number of them, or `'64 MiB'`. */
function sizeOf(value: unknown, name: string): number {
  const [, digits = '', unit = ''] = /^(\d+(?:\.\d+)?) ?(KiB|MiB|GiB)$/.exec(String(value)) ?? []
  const size = typeof value === 'number' ? value : Number(digits) * (UNITS[unit] ?? Number.NaN)
  if (typeof value !== 'number' && Number.isNaN(size)) {
    throw new TypeError(`${name}: expected a size such as '64 MiB', or a number of bytes, got ${show(value)}`)
  }
  if (!(size >= LEAST && size < Number.POSITIVE_INFINITY)) {
    throw new RangeError(`${name}: expected at least ${LEAST} bytes, got ${show(value)}`)
  }
  return Math.floor(size)
}

const sizeRule: Rule = (value, name) => void sizeOf(value, name)
const checkOptions = fields({ last: sizeRule }, 'option')

/** What the driver loads: beside the bundle of this package, or, in its own tests, the source. */
const TAPE = new URL(import.meta.url.endsWith('.ts') ? './tape.ts' : './tape.cjs', import.meta.url).href

/**
 * The options that have every connection recorded which is given them, in any flavour. A file that exists is left alone: the
 * recording is then `session-2.jsonl`, as that of a second connection is. When it can't be written any more, as on a full
 * disk, the recording ends with a process warning (`SOCKIO_RECORDING`), and the calls go on.
 *
 * What `redact` hides of requests is recorded as asterisks, one for each byte. What the instrument sends is recorded as it is.
 *
 * @param file where to, by habit `.jsonl`
 * @throws {TypeError | RangeError} for a wrong argument; the system's error where the folder is missing or may not be written
 * @example
 * const sock = new TCP('scope.lab', 5025, { timeout: 2000, ...recorder('session.jsonl') })
 */
export function recorder(file: string, options: RecorderOptions = {}): { readonly record: Recording } {
  if (typeof file !== 'string' || file === '') throw new TypeError(`file: expected a path, got ${show(file)}`)
  checkOptions(options, 'options')
  const path = resolve(file)
  accessSync(dirname(path), constants.W_OK)
  const last = options.last === undefined ? {} : { last: sizeOf(options.last, 'last') }
  const record: FileRecording = { module: TAPE, file: path, ...last }
  return { record }
}
