/** What `exchange` reads: a framing by its name, one of the user's own, or that of a module. */
import { AsyncResource } from 'node:async_hooks'
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'
import {
  asError,
  dialectRule,
  didYouMean,
  type Framing as EngineFraming,
  isBytes,
  type NamedFraming,
  number,
  OversizedFrame,
  show,
} from '@sockio/core'
import { asBuffer } from './decode.ts'
import type { Resolved } from './options.ts'

/** A framing of your own: it says where a frame ends, and keeps nothing between calls. */
export interface OwnFraming {
  /**
   * The frame begins at `bytes[start]`, and what has arrived ends at `bytes.length`, at least one byte; the first `scanned` bytes of the frame
   * were there at an earlier call. What it throws is the `cause` of the `FramingError` that the call then ends with.
   *
   * @returns the length of the frame when it is whole; else minus the number of bytes that it lacks, -1 when that is not
   *   known
   */
  end(bytes: Buffer, start: number, scanned: number): number
  /** The part of the frame that is the reply. Default: all of it. */
  body?(frame: Buffer): Uint8Array
}

/**
 * Where a reply of `exchange` ends: as those of the other operations do (`line`: with the end of line of the call or the
 * connection; `some`: at most so many bytes, or `true` for all that is there; `idle`: what comes until nothing has come for so many ms, or the connection ends; `block`: an IEEE 488.2 block, or one of a
 * dialect), or as a framing of your own says. `module` names the file whose default export that is, for `require` to load.
 */
export type Framing = NamedFraming | { readonly module: string | URL } | OwnFraming

const NAMES = ['line', 'until', 'exactly', 'some', 'idle', 'block', 'module']
/** Those of the user's own. */
const OWN = ['end', 'body']
const silenceRule = number(0, 2 ** 31 - 1, false, ' of milliseconds')

/** Throws a TypeError for what can't be a framing. */
export function checkFraming(value: unknown): asserts value is Framing {
  if (isOwn(value)) return
  const names = typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.keys(value) : []
  const [name, ...more] = names
  if (name === undefined || more.length > 0 || !NAMES.includes(name)) throw new TypeError(wrong(value, names))
  const parameter: unknown = Reflect.get(Object(value), name)
  if (name === 'idle') silenceRule(parameter, 'framing.idle')
  if (parameter === true) return
  if (name === 'block') dialectRule(parameter, 'framing.block')
  if (name === 'line') throw new TypeError(`framing.line: expected true, got ${show(parameter)}`)
}

/** What is wrong with it: a name that is unknown, before that there are several or none. */
function wrong(value: unknown, names: readonly string[]): string {
  const known = `known: ${NAMES.join(', ')}, or a function "end"`
  const stranger = names.find((name) => !NAMES.includes(name) && !OWN.includes(name))
  if (stranger !== undefined) {
    return `framing: unknown name "${stranger}"${didYouMean(stranger, [...NAMES, ...OWN])} (${known})`
  }
  const got = names.length === 0 ? show(value) : names.map(show).join(' with ')
  return `framing: expected an object with one of these names, got ${got} (${known})`
}

export function isOwn(value: unknown): value is OwnFraming {
  return typeof value === 'object' && value !== null && 'end' in value && typeof value.end === 'function'
}

/** The framing that a module exports; `require` keeps it. */
export function fromModule(module: unknown): OwnFraming {
  if (typeof module !== 'string' && !(module instanceof URL)) {
    throw new TypeError(`framing.module: expected the URL of a file, got ${show(module)}`)
  }
  const file = fileURLToPath(module)
  const exported: unknown = createRequire(file)(file)
  const inner = typeof exported === 'object' && exported !== null && 'default' in exported ? exported.default : exported
  if (!isOwn(inner)) throw new TypeError(`framing.module: ${file} exports no object with a function "end"`)
  return inner
}

/** What the engine calls in the middle of a turn, on behalf of some caller: it can't do harm there. */
export function guarded(
  own: OwnFraming,
  { consulting, maxBlock }: Pick<Resolved, 'consulting' | 'maxBlock'>,
): EngineFraming {
  const context = new AsyncResource('SOCKIO')
  const ask = <T>(question: () => T): T => {
    const asked = consulting.consult<{ value: T } | { error: unknown } | undefined>(() => {
      try {
        return { value: context.runInAsyncScope(question) }
      } catch (error) {
        return { error }
      }
    }, undefined)
    if (asked !== undefined && 'value' in asked) return asked.value
    throw asError(asked?.error)
  }
  const end: EngineFraming['end'] = (view, start, scanned) => {
    const have = view.length - start
    if (have === 0) return -1
    const size = integer(ask(() => own.end(asBuffer(view), start, scanned)))
    if (size === 0) throw new RangeError('framing.end: it gave 0, which is no frame')
    if (size > have) throw new RangeError(`framing.end: it gave ${size}, and only ${have} bytes are there`)
    const whole = size < 0 ? have - size : size
    if (whole > maxBlock) throw new OversizedFrame(`a frame of ${whole} bytes, more than ${maxBlock} (maxBlock)`)
    return size
  }
  return {
    bounded: true,
    end,
    searching: (view, start) => end(view, start, 0) === -1, // else its end follows from a count
    expected: () => 'the end of the frame',
    ...(own.body === undefined ? {} : { body: (frame) => bodyOf(own, frame, ask) }),
  }
}

function integer(value: unknown): number {
  if (typeof value === 'number' && Number.isInteger(value)) return value
  throw new TypeError(`framing.end: expected it to give an integer, got ${show(value)}`)
}

function bodyOf(own: OwnFraming, frame: Uint8Array, ask: <T>(question: () => T) => T): Uint8Array {
  const body: unknown = ask(() => own.body?.(asBuffer(frame)))
  if (!isBytes(body)) throw new TypeError(`framing.body: expected it to give a Uint8Array, got ${show(body)}`)
  return body
}

export function isLine(framing: Framing): boolean {
  return !isOwn(framing) && 'line' in framing
}
