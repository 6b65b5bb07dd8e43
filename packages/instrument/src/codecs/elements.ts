/** The numbers of a block as a typed array, and back. */
import { type Codec, dialectRule, fields, inPlace, oneOf, selfContained, show, Undecodable } from '@sockio/core'
import { type BlockOptions, blockFraming, emptyBlock } from './block.ts'
import { checkFrame } from './make.ts'

/** Which byte of a number comes first. */
export type Endian = 'big' | 'little'

/** Options of codecs of blocks of numbers that are longer than a byte. */
export interface ElementsOptions extends BlockOptions {
  /**
   * Whether the most (`'big'`) or the least (`'little'`) significant byte of a number comes first: `FORMat:BORDer
   * NORMal` or `SWAPped`. Default `'big'`, which instruments start with (SCPI-99, volume 2, chapter 9).
   */
  readonly endian?: Endian | undefined
}

/** A class of typed arrays. */
interface ArrayType<A> {
  readonly name: string
  readonly BYTES_PER_ELEMENT: number
  new (buffer: ArrayBufferLike, start?: number, length?: number): A
}

const checkBytes = fields({ dialect: dialectRule }, 'option')
const check = fields({ endian: oneOf('big', 'little'), dialect: dialectRule }, 'option')
const NATIVE: Endian = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1 ? 'little' : 'big'

/** The codec of blocks whose payload is an `A`. */
export function elements<A extends ArrayBufferView>(
  kind: string,
  type: ArrayType<A>,
  options: ElementsOptions,
): Codec<A> {
  const size = type.BYTES_PER_ELEMENT
  ;(size === 1 ? checkBytes : check)(options, 'options')
  const { endian = 'big' } = options
  const swaps = size > 1 && endian !== NATIVE
  const checkLength = ({ length }: Uint8Array) => {
    const rest = length % size
    if (rest !== 0) throw new Undecodable(`${kind}, each of ${size} bytes`, length - rest)
  }
  const takeOver = (frame: Uint8Array): A => {
    checkLength(frame)
    if (frame.byteOffset % size !== 0) return new type(swapped(frame, size))
    swap(frame, size, frame.buffer, frame.byteOffset)
    return new type(frame.buffer, frame.byteOffset, frame.length / size)
  }
  return {
    framing: blockFraming(options),
    [selfContained]: true,
    ...(swaps ? { [inPlace]: takeOver } : {}),
    decode(frame) {
      checkFrame(frame)
      checkLength(frame)
      if (swaps) return new type(swapped(frame, size))
      const aligned = frame.byteOffset % size === 0 ? frame : new Uint8Array(frame)
      return new type(aligned.buffer, aligned.byteOffset, frame.length / size)
    },
    encode(value) {
      if (!ArrayBuffer.isView(value) || Reflect.get(value, Symbol.toStringTag) !== type.name) {
        throw new TypeError(`value: expected a ${type.name}, got ${show(value)}`)
      }
      const { block, start } = emptyBlock(value.byteLength)
      const payload = new Uint8Array(value.buffer, value.byteOffset, value.byteLength)
      block.set(swaps ? new Uint8Array(swapped(payload, size)) : payload, start)
      return block
    },
    describe: () => ({ kind, ...(size === 1 ? {} : { endian }) }),
  }
}

/** A copy in which each number of `size` bytes has its bytes the other way round: one pass, wherever the bytes begin. */
function swapped(bytes: Uint8Array, size: number): ArrayBuffer {
  const copy = new ArrayBuffer(bytes.length)
  swap(bytes, size, copy, 0)
  return copy
}

/** The order that is not this machine's. */
const LITTLE = NATIVE === 'big'

/** Writes the numbers of `bytes` into `memory`, from `start` on, with their bytes the other way round; that may be where they lie. */
function swap(bytes: Uint8Array, size: number, memory: ArrayBufferLike, start: number): void {
  if (size === 2) swapShorts(bytes, memory, start)
  else if (size === 4) swapInts(bytes, memory, start)
  else swapLongs(bytes, memory, start)
}

function swapShorts(bytes: Uint8Array, memory: ArrayBufferLike, start: number): void {
  const from = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const to = new Int16Array(memory, start, bytes.length / 2)
  for (let i = 0; i < to.length; i++) to[i] = from.getInt16(2 * i, LITTLE)
}

/** Four at a time: V8 then needs half as long, for all that it checks at each turn of a loop. */
function swapInts(bytes: Uint8Array, memory: ArrayBufferLike, start: number): void {
  const from = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const to = new Int32Array(memory, start, bytes.length / 4)
  const fours = to.length & ~3
  for (let i = 0; i < fours; i += 4) {
    to[i] = from.getInt32(4 * i, LITTLE)
    to[i + 1] = from.getInt32(4 * i + 4, LITTLE)
    to[i + 2] = from.getInt32(4 * i + 8, LITTLE)
    to[i + 3] = from.getInt32(4 * i + 12, LITTLE)
  }
  for (let i = fours; i < to.length; i++) to[i] = from.getInt32(4 * i, LITTLE)
}

/** Each half of 64 bits goes to the place of the other. */
function swapLongs(bytes: Uint8Array, memory: ArrayBufferLike, start: number): void {
  const from = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const to = new Int32Array(memory, start, bytes.length / 4)
  for (let i = 0; i < to.length; i += 2) {
    const first = from.getInt32(4 * i, LITTLE)
    to[i] = from.getInt32(4 * i + 4, LITTLE)
    to[i + 1] = first
  }
}
