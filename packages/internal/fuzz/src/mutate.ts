/** Makes new inputs of old ones: bytes changed, cut out, doubled, joined, and words that mean something put in. */

/** A random integer from 0 to below `most`. */
export type Random = (most: number) => number

/** A sequence of random numbers that a seed repeats (mulberry32). */
export function random(seed: number): Random {
  let a = seed
  return (most) => {
    a = (a + 0x6d2b79f5) | 0
    let t = Math.imul(a ^ (a >>> 15), 1 | a)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return Math.floor((((t ^ (t >>> 14)) >>> 0) / 2 ** 32) * most)
  }
}

/** What is kept is no longer. */
const LONG = 4000
/** Now and then one piece comes so many times that work which grows by the square of the length is seen. */
export const LONGEST = 64 * 1024
/** One in so many inputs is such a one. */
const REPEATS = 100

interface Material {
  readonly words: readonly Uint8Array[]
  /** What the input may be joined with. */
  readonly other: Uint8Array
  readonly random: Random
}

function insertWord(input: number[], { words, random }: Material): void {
  input.splice(random(input.length + 1), 0, ...(words[random(words.length)] ?? []))
}

const edits: readonly ((input: number[], material: Material) => void)[] = [
  (input, { random }) => input.splice(random(input.length), 1, random(256)),
  (input, { random }) => input.splice(random(input.length), 1, (input[random(input.length)] ?? 0) ^ (1 << random(8))),
  insertWord,
  insertWord,
  (input, { random }) => input.splice(random(input.length), 1 + random(8)),
  (input, { random }) => {
    const from = random(input.length)
    input.splice(random(input.length + 1), 0, ...input.slice(from, from + 1 + random(40)))
  },
  (input, { other, random }) =>
    input.splice(random(input.length + 1), input.length, ...other.slice(random(other.length))),
]
/** One piece over and over, within the rest. */
function repeated(input: readonly number[], random: Random): number[] {
  const from = random(input.length)
  const piece = input.slice(from, from + 1 + random(8))
  const at = random(input.length + 1)
  const times = Math.floor((LONGEST - input.length) / Math.max(1, piece.length))
  return [...input.slice(0, at), ...Array.from({ length: times }, () => piece).flat(), ...input.slice(at)]
}

/** What is worth keeping of an input. */
export function kept(input: Uint8Array): Uint8Array {
  return input.slice(0, LONG)
}

/** `input` after a few random edits. */
export function mutate(input: Uint8Array, material: Material): Uint8Array {
  const { random } = material
  const bytes = [...input]
  for (let i = 1 + random(4); i > 0; i--) edits[random(edits.length)]?.(bytes, material)
  const edited = bytes.slice(0, LONG)
  return Uint8Array.from(random(REPEATS) === 0 ? repeated(edited, random) : edited)
}
