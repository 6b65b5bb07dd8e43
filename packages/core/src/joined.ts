/** Pieces of bytes as one: a copy. */
import type { Allocate } from './receive-buffer.ts'

export function joined(parts: readonly Uint8Array[], allocate: Allocate): Uint8Array {
  const all = allocate(parts.reduce((sum, part) => sum + part.length, 0))
  let at = 0
  for (const part of parts) {
    all.set(part, at)
    at += part.length
  }
  return all
}
