/** What had arrived of a reply that will never be whole: how much, and the first of it, which its error keeps. */
import type { Allocate } from './receive-buffer.ts'

/** A copy takes time and memory, while its caller waits for an end: of hundreds of megabytes nobody looks at more. */
const MOST_KEPT = 1024 * 1024

export class Arrived {
  /** The first bytes. */
  readonly bytes: Uint8Array
  /** How many there were in all. */
  readonly size: number

  constructor(bytes: Uint8Array, size: number) {
    this.bytes = bytes
    this.size = size
  }

  /** Frames, and behind them the first bytes of a buffer of so many. */
  static of(
    frames: readonly Uint8Array[],
    rest: { readonly length: number; peek(most: number): Uint8Array } | undefined,
    allocate: Allocate,
  ): Arrived {
    const taken = frames.reduce((sum, frame) => sum + frame.length, 0)
    const size = taken + (rest?.length ?? 0)
    const bytes = allocate(Math.min(size, MOST_KEPT))
    let at = 0
    for (const frame of frames) {
      const part = frame.subarray(0, bytes.length - at)
      bytes.set(part, at)
      at += part.length
    }
    if (rest !== undefined) bytes.set(rest.peek(bytes.length - at), at)
    return new Arrived(bytes, size)
  }
}
