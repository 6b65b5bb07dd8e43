/** Decoders stay in the caller's thread: the other one is told what to read, and gives the bytes. */
import { type Address, type Decoder, undecodable } from '@sockio/core'
import { isDecoder } from '@sockio/node'
import type { Reading } from './decoding-asking.ts'
import { unpackReply } from './messages.ts'
import { type Decoding, Tell } from './protocol.ts'

/** The options of a call without their decoder, if they have one; anything else is left for the driver to name. */
export function withoutDecoder(options: unknown): {
  readonly decoder: Decoder<unknown> | undefined
  readonly rest: unknown
} {
  if (typeof options !== 'object' || options === null || !('as' in options))
    return { decoder: undefined, rest: options }
  const { as, ...rest } = options
  return isDecoder(as) ? { decoder: as, rest } : { decoder: undefined, rest: options }
}

/** What the other thread must know of a decoder. */
export function decoding(decoder: Decoder<unknown> | undefined): Decoding | undefined {
  return decoder && { framing: decoder.framing }
}

/** Gives the bytes that it is given. */
export const AS_IT_IS: Decoder<Uint8Array> = { decode: (frame) => frame, describe: () => ({ kind: 'bytes' }) }

/** The options in the other thread: its decoder gives the bytes that the caller's is to be given. */
export function withDecoder(options: unknown, there: Decoding | undefined): object | undefined {
  const known = options as object | undefined
  if (there === undefined) return known
  return { ...known, as: { ...AS_IT_IS, ...there } }
}

/** The value of a frame; what it throws is the error of its call or stream. */
export type Valued = (frame: Uint8Array, request: Uint8Array | undefined) => unknown

const shownAsItIs = (request: Uint8Array) => request // the other thread has left out what is not to be shown

/** What becomes of a frame from there. */
export function valued(decode: (frame: Uint8Array) => unknown, address: Address): Valued {
  return (frame, request) => {
    try {
      return decode(frame)
    } catch (thrown) {
      throw undecodable({ address, redact: shownAsItIs }, request, frame, thrown)
    }
  }
}

/** The value of the one reply of a call. */
export function replyWith<T>(decode: (frame: Uint8Array) => T, address: Address): Reading<T> {
  const value = valued(decode, address)
  return ({ kind, body }) => {
    if (kind !== Tell.reply) return undefined
    const { frame, request } = unpackReply(body)
    return () => value(frame, request) as T
  }
}
