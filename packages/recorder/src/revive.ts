/** From the JSON of a recording back to what the engine is given. */
import {
  block,
  exactlyText,
  type Framing,
  idle,
  line,
  lineOrBlock,
  MalformedFrame,
  OversizedFrame,
  pieceOfText,
  someText,
  until,
} from '@sockio/core'
import type { Bytes, RecordedFraming, Thrown } from './format.ts'

const NONE = Number.POSITIVE_INFINITY

export function bytesOf(bytes: Bytes): Uint8Array {
  return typeof bytes === 'string' ? Buffer.from(bytes, 'latin1') : Buffer.from(bytes.base64, 'base64')
}

/** Absent or null: none. */
export const limitOf = (limit: number | null | undefined): number => limit ?? NONE

const ERRORS: Readonly<Record<string, new (message: string) => Error>> = { MalformedFrame, OversizedFrame }

/** The error, or what else was thrown, as its text. */
export function thrownOf(thrown: Thrown): unknown {
  return 'thrown' in thrown ? thrown.thrown : errorOf(thrown)
}

export function errorOf(thrown: Thrown): Error {
  if ('thrown' in thrown) return new Error(thrown.thrown)
  const { name, message, code, syscall, errors } = thrown
  const error = new (ERRORS[name] ?? Error)(message)
  Object.defineProperty(error, 'name', { value: name, configurable: true })
  return Object.assign(error, {
    ...(code !== undefined && { code }),
    ...(syscall !== undefined && { syscall }),
    ...(errors !== undefined && { errors: errors.map(thrownOf) }),
  })
}

type Make = (...of: never[]) => Framing

const MAKERS: Readonly<Record<string, Make>> = {
  line,
  until,
  idle,
  someText,
  exactlyText,
  pieceOfText,
  block,
  lineOrBlock,
}
/** The arguments that are numbers, for which null is infinity; of others it is undefined. */
const SIZES: Readonly<Record<string, number>> = {
  someText: 1,
  exactlyText: 1,
  pieceOfText: 1,
  block: 1,
  lineOrBlock: 1,
  idle: 0,
}

function argument(name: string, value: unknown, i: number): unknown {
  if (value === null) return i === SIZES[name] ? NONE : undefined
  return typeof value === 'object' && 'bytes' in value ? bytesOf(value.bytes as Bytes) : value
}

/** A framing of the user's own, that answers as it did. */
function answering(own: Extract<RecordedFraming, { own: object }>['own'], answer: () => unknown): Framing {
  const told = (): unknown => {
    const value = answer()
    if (typeof value !== 'object' || value === null) return value
    if ('thrown' in value) throw thrownOf(value.thrown as Thrown)
    return 'bytes' in value ? bytesOf(value.bytes as Bytes) : value
  }
  const asks = Object.fromEntries((own.asks ?? []).map((name) => [name, told]))
  const { asks: _, trailers, ...plain } = own
  const swallowed = trailers === undefined ? {} : { trailers: trailers.map(bytesOf) }
  return { ...plain, ...swallowed, ...asks, end: () => Number(told()) }
}

export function framingOf(framing: RecordedFraming, answer: () => unknown): Framing {
  if ('own' in framing) return answering(framing.own, answer)
  const [name, ...of] = framing
  const make = MAKERS[name] as (...of: unknown[]) => Framing
  return make(...of.map((value, i) => argument(name, value, i)))
}
