/**
 * What the two ends of a session say to each other, each in one message of NATS: a kind, how many messages with bytes its
 * sender has sent so far, how many bytes it has taken so far, and then bytes.
 *
 *     0      1          5              13
 *     kind   number     taken          payload
 *     u8     u32 BE     float64 BE
 */

export const Kind = {
  /** Bytes of the session; this message counts. */
  data: 1,
  /** A sign of life, and news of what was taken. */
  note: 2,
  /** No more bytes come from here. */
  finish: 3,
  /** It is over; the payload is why, as JSON, or nothing. */
  close: 4,
} as const

export interface Frame {
  readonly kind: number
  readonly number: number
  /** A double holds every count up to 2^53. */
  readonly taken: number
  readonly payload: Uint8Array
}

const HEADER = 13
/** Numbers wrap. */
export const NUMBERS = 2 ** 32

/** A frame in memory of its own. */
export function encode({ kind, number, taken, payload }: Frame): Buffer {
  const bytes = Buffer.allocUnsafe(HEADER + payload.length)
  bytes.writeUInt8(kind, 0)
  bytes.writeUInt32BE(number, 1)
  bytes.writeDoubleBE(taken, 5)
  bytes.set(payload, HEADER)
  return bytes
}

/** Undefined when it is none. */
export function decode(message: Uint8Array): Frame | undefined {
  if (message.length < HEADER) return undefined
  const bytes = Buffer.from(message.buffer, message.byteOffset, message.length)
  const kind = bytes.readUInt8(0)
  const taken = bytes.readDoubleBE(5)
  if (kind < Kind.data || kind > Kind.close || !Number.isSafeInteger(taken) || taken < 0) return undefined
  return { kind, number: bytes.readUInt32BE(1), taken, payload: bytes.subarray(HEADER) }
}
