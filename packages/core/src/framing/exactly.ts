/** Frames of a known size. */
import type { Framing } from './framing.ts'

/** A frame of exactly `size` bytes. */
export function exactly(size: number): Framing {
  return {
    bounded: true,
    recipe: ['exactlyText', undefined, size],
    searching: () => false,
    expected: () => `${size} bytes`,
    end(view, start) {
      const have = view.length - start
      return have >= size ? size : have - size
    },
  }
}
