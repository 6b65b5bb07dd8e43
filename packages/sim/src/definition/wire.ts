/** Values as they are sent, and what a client sends as values. */
import { isBytes } from '../realm.ts'
import { type Reply, raw } from '../reply.ts'
import { ScpiError } from '../scpi/scpi-error.ts'
import { type CodecLike, type DecoderLike, isCodec, type PropertyLike } from './shape.ts'

/** The reply that `decoder` reads as the value. What only reads is given what it reads: a text or bytes. */
export function replyOf(decoder: DecoderLike<unknown>, value: unknown): Reply {
  const content = isCodec(decoder) ? decoder.encode(value) : value
  if (typeof content !== 'string' && !isBytes(content)) {
    throw new TypeError('its decoder only reads: a text or bytes that it reads are needed')
  }
  if (decoder.framing === undefined || 'line' in decoder.framing)
    return typeof content === 'string' ? content : ended(content)
  if ('block' in decoder.framing) return ended(content, !isNever(decoder.framing.block))
  return ended(content, 'idle' in decoder.framing)
}

function isNever(dialect: unknown): boolean {
  return typeof dialect === 'object' && dialect !== null && 'ending' in dialect && dialect.ending === 'never'
}

function ended(content: string | Uint8Array, whether = true): Reply {
  return { ...raw(content), ended: whether }
}

const NUMBERS: readonly string[] = ['number', 'integer']

/** The least and the greatest value that it takes. */
function rangeOf({ codec, range }: PropertyLike<unknown>): {
  readonly min: number | undefined
  readonly max: number | undefined
} {
  const { min, max } = codec.describe()
  return { min: range?.min ?? min, max: range?.max ?? max }
}

/** The limits of an instrument whose driver asks for them, and says none: all that can be said. */
const UTMOST: Readonly<Record<string, number>> = { number: Number.POSITIVE_INFINITY, integer: Number.MAX_SAFE_INTEGER }

const isMin = (word: string) => /^MIN(IMUM)?$/i.test(word)
const isMax = (word: string) => /^MAX(IMUM)?$/i.test(word)

/** What is told to who asks for a limit; undefined where that is none. */
export function toldLimit(property: PropertyLike<unknown>, word: string): number | undefined {
  const utmost = UTMOST[property.codec.describe().kind]
  const known = limitOf(property, word)
  if (known !== undefined || property.limits === undefined || utmost === undefined) return known
  if (isMin(word)) return -utmost
  return isMax(word) ? utmost : undefined
}

/** `MIN`, `MAX` (SCPI-99, volume 1, 7.2.1.2): what they stand for; undefined for another word. */
export function limitOf(property: PropertyLike<unknown>, word: string): number | undefined {
  if (!NUMBERS.includes(property.codec.describe().kind)) return undefined
  const { min, max } = rangeOf(property)
  if (isMin(word)) return min
  return isMax(word) ? max : undefined
}

/**
 * The value that a client sets.
 *
 * @param text what stands for it, a character for each byte
 * @throws {ScpiError} -109 where it is missing, -104 for what is no number, -222 out of range, -224 for what is no value
 */
export function heardValue(property: PropertyLike<unknown>, text: string): unknown {
  const { codec } = property
  const { kind } = codec.describe()
  const limit = limitOf(property, text)
  if (limit !== undefined) return limit
  const value = decoded(codec, text, NUMBERS.includes(kind))
  const { min, max } = rangeOf(property)
  if (typeof value === 'number' && !(value >= (min ?? value) && value <= (max ?? value))) throw new ScpiError(-222)
  try {
    codec.encode(value)
  } catch (error) {
    throw new ScpiError(error instanceof RangeError ? -222 : -224)
  }
  return value
}

function decoded(codec: CodecLike<unknown>, text: string, isNumber: boolean): unknown {
  if (text === '' && isNumber) throw new ScpiError(-109)
  try {
    return codec.decode(payloadOf(codec, Buffer.from(text, 'latin1')))
  } catch {
    throw new ScpiError(isNumber ? -104 : -224)
  }
}

/** Of a definite block, what is in it. */
function payloadOf({ framing }: DecoderLike<unknown>, bytes: Buffer): Uint8Array {
  if (framing === undefined || !('block' in framing)) return bytes
  const [header, digits = ''] = /^#([1-9])/.exec(bytes.toString('latin1', 0, 2)) ?? []
  if (header === undefined) throw new ScpiError(-224)
  const start = 2 + Number(digits)
  const length = Number(bytes.toString('latin1', 2, start))
  if (length !== bytes.length - start) throw new ScpiError(-224)
  return new Uint8Array(bytes.subarray(start)) // a copy of its own, which begins where typed arrays may
}
