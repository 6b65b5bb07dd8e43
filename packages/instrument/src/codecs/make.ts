/** What all codecs of this package are made by, so that an item of a list is read where it lies in the frame. */
import {
  type Codec,
  type Decoder,
  type Description,
  isBytes,
  isUndecodable,
  selfContained,
  show,
  Undecodable,
} from '@sockio/core'
import type { Cursor } from './decimal.ts'

/** Reads what lies in `frame[from..to)`; errors say where in the whole frame. */
export type Read<T> = (frame: Uint8Array, from: number, to: number) => T

/**
 * Reads the value that begins at the cursor, which then is behind it, where that shows by itself; undefined where it
 * doesn't, or there is none: then it is for a `Read` to tell.
 */
export type Scan<T> = (frame: Uint8Array, cursor: Cursor, to: number) => T | undefined

/** Under which a decoder of this package has its `Read`, and its `Scan`. */
const within: unique symbol = Symbol('within')
const scanning: unique symbol = Symbol('scanning')

/** What a decoder does and is. */
export interface Reading<T> {
  readonly read: Read<T>
  readonly scan?: Scan<T>
  readonly description: Description
  readonly framing?: Decoder<T>['framing'] | undefined
  /** Does nothing of a user's run in it? */
  readonly selfContained?: boolean
}

/** What a codec does and is. */
export interface ReadingAndWriting<T> extends Reading<T> {
  readonly encode: (value: T) => string | Uint8Array
}

/** Whoever calls `decode` himself may give it anything. */
export function checkFrame(frame: unknown): asserts frame is Uint8Array {
  if (!isBytes(frame)) throw new TypeError(`frame: expected a Uint8Array, got ${show(frame)}`)
}

/** A decoder that can read within a frame. */
export function makeDecoder<T>({ read, scan, description, framing, selfContained: alone }: Reading<T>): Decoder<T> {
  const decoder: Decoder<T> & { readonly [within]: Read<T>; readonly [scanning]: Scan<T> | undefined } = {
    ...(framing === undefined ? {} : { framing }),
    ...(alone === true ? { [selfContained]: alone } : {}),
    decode: (frame: Uint8Array) => {
      checkFrame(frame)
      return read(frame, 0, frame.length)
    },
    describe: () => description,
    [within]: read,
    [scanning]: scan,
  }
  return decoder
}

/** A codec that can read within a frame. */
export function makeCodec<T>(made: ReadingAndWriting<T>): Codec<T> {
  return { ...makeDecoder(made), encode: made.encode }
}

/** How a decoder, whoever made it, reads a part of a frame. */
export function readerOf<T>(decoder: Decoder<T>): Read<T> {
  if (within in decoder) return decoder[within] as Read<T>
  return (frame, from, to) => {
    try {
      return decoder.decode(frame.subarray(from, to))
    } catch (error) {
      throw isUndecodable(error) ? new Undecodable(error.expected, error.at + from) : error
    }
  }
}

/** How a decoder scans a frame, if it does. */
export function scannerOf<T>(decoder: Decoder<T>): Scan<T> | undefined {
  return scanning in decoder ? (decoder[scanning] as Scan<T>) : undefined
}

export function isCodec<T>(decoder: Decoder<T>): decoder is Codec<T> {
  return 'encode' in decoder
}

/** Whether it is a codec that may read a part of a reply: one that has no framing of its own. */
export function asItem(codec: Decoder<unknown>, name: string): void {
  if (typeof codec !== 'object' || codec === null || typeof codec.decode !== 'function') {
    throw new TypeError(`${name}: expected a codec, got ${show(codec)}`)
  }
  if (codec.framing !== undefined) {
    throw new TypeError(`${name}: ${codec.describe().kind} is a reply of its own, and can't be a part of one`)
  }
}
