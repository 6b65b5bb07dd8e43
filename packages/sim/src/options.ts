/** The options of a simulation, their defaults and their checks. */
import type { TlsOptions } from 'node:tls'
import {
  type Check,
  checkBoolean,
  checkFields,
  checkInteger,
  checkRecord,
  checkText,
  checkWord,
  shown,
} from './check.ts'
import { checkFault } from './check-fault.ts'
import type { DeviceDefaults } from './device.ts'
import type { Fault } from './fault.ts'
import { MEMORY_NAME } from './memory/memory.ts'

/** How a device is to be simulated; all of it is optional. */
export interface SimulateOptions {
  /** The address to listen on; default `'127.0.0.1'`. */
  readonly host?: string | undefined
  /** The port to listen on; default 0: one that is free. */
  readonly port?: number | undefined
  /** A Unix socket to listen on, in place of host and port: its path. */
  readonly path?: string | undefined
  /**
   * A name by which programs of this thread reach it, `memory://name`, in place of host and port: no socket of the system is
   * opened. See `memory`.
   */
  readonly memory?: string | undefined
  /**
   * With `memory`: each reply is a message whose end is said, as on GPIB, VXI-11 and HiSLIP; with `raw` a reply has no end of
   * line besides. Default false: bytes without borders, as on TCP.
   */
  readonly messages?: boolean | undefined
  /** The end of line of requests, and of replies unless `replyEol` is given; default `'\n'`. */
  readonly eol?: string | undefined
  /** The end of line of replies; default: that of requests. */
  readonly replyEol?: string | undefined
  /**
   * Of requests, and of the text of replies; default `'utf8'`. With `'latin1'` a character is a byte, for devices that speak
   * in bytes: a request holds them all, as characters up to U+00FF.
   */
  readonly encoding?: 'utf8' | 'latin1' | undefined
  /** Whether an end of line within an IEEE 488.2 block of a request is none; default false. */
  readonly blocks?: boolean | undefined
  /**
   * A request of more bytes is dropped as it comes, up to its end of line, and the device is not asked; one that was made with
   * `scpi()` then has -363, "Input buffer overrun" in its queue of errors. Default 67 108 864 (64 MiB).
   */
  readonly maxRequest?: number | undefined
  /** What goes wrong from the beginning; default: nothing. */
  readonly faults?: Fault | readonly Fault[] | undefined
  /** Options of a `node:tls` server, mostly `key` and `cert`: the device speaks TLS. Default: plain TCP. */
  readonly tls?: TlsOptions | undefined
}

/** The options with their defaults. */
export interface Settings {
  readonly host: string
  readonly port: number
  readonly path: string | undefined
  readonly memory: string | undefined
  readonly messages: boolean
  readonly eol: string
  readonly replyEol: string
  readonly encoding: 'utf8' | 'latin1'
  readonly blocks: boolean
  readonly chunks: boolean
  readonly maxRequest: number
  readonly faults: readonly Fault[]
  readonly tls: TlsOptions | undefined
}

const MAX_REQUEST = 64 * 1024 * 1024

function faultList(faults: Fault | readonly Fault[]): readonly Fault[] {
  return 'kind' in faults ? [faults] : faults
}

/** A fault, or several. */
function someFaults(name: string, value: unknown): void {
  if (Array.isArray(value) || (typeof value === 'object' && value !== null && 'kind' in value)) return
  throw new TypeError(
    `${name} must be a fault or an array of them, as the functions of faults make them, not ${shown(value)}`,
  )
}

/** Where a server of `node:tls` has its certificate from, or does without one. */
const VOUCHERS = ['cert', 'pfx', 'SNICallback', 'pskCallback', 'secureContext']

function tlsOptions(name: string, value: unknown): void {
  checkRecord(name, value)
  if (VOUCHERS.some((each) => each in value)) return
  throw new TypeError(`${name} must have a key and a cert, as of a node:tls server: no client can connect without`)
}

const filled = (name: string, value: unknown) => checkText(name, value, false)

function memoryName(name: string, value: unknown): void {
  checkText(name, value, false)
  if (!MEMORY_NAME.test(String(value))) throw new RangeError(`${name} must be letters, digits, ".", "_" or "-"`)
}

const encoding: Check = (name, value) => checkWord(name, value, ['utf8', 'latin1'])

/**
 * Throws a TypeError or a RangeError that names the option.
 *
 * @param defaults how the device speaks by itself: its ends of line count where none of them is given
 */
export function settings(options: SimulateOptions = {}, defaults: DeviceDefaults = {}): Settings {
  checkFields('options', options, {
    host: filled,
    path: filled,
    port: (name, value) => checkInteger(name, value, 0, 65_535),
    memory: memoryName,
    messages: checkBoolean,
    eol: filled,
    replyEol: filled,
    encoding,
    blocks: checkBoolean,
    maxRequest: (name, value) => checkInteger(name, value, 1),
    faults: someFaults,
    tls: tlsOptions,
  })
  checkFields('device.defaults', defaults, {
    eol: filled,
    replyEol: filled,
    encoding,
    blocks: checkBoolean,
    chunks: checkBoolean,
  })
  const { memory, messages = false } = options
  if (memory !== undefined && (options.tls ?? options.path) !== undefined) {
    throw new TypeError('memory: neither a path nor TLS goes with it')
  }
  if (messages && memory === undefined) throw new TypeError('messages: only a device in memory says where they end')
  const { host = '127.0.0.1', port = 0, path, faults = [], tls, maxRequest = MAX_REQUEST } = options
  const { blocks = defaults.blocks ?? false } = options
  const ends = options.eol === undefined ? defaults : options
  const { eol = '\n' } = ends
  const replyEol = options.replyEol ?? ends.replyEol ?? eol
  return {
    host,
    port,
    path,
    memory,
    messages,
    eol,
    replyEol,
    encoding: options.encoding ?? defaults.encoding ?? 'utf8',
    blocks,
    chunks: defaults.chunks ?? false,
    maxRequest,
    faults: faultList(faults).map(checkFault),
    tls,
  }
}
