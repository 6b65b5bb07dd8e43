/** Makes new inputs of old ones: bytes changed, cut out, doubled, joined, and words that mean something put in. */
import { bytes } from '../bytes.ts'

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

const WORDS = [
  '#',
  '#0',
  '#10',
  '#15hello',
  '#9999999999',
  '#A',
  '#9',
  '#3700',
  '#2',
  '#800000001',
  '\n',
  '\r\n',
  '\r',
  'aab',
  'aa',
  '!',
  'x'.repeat(300),
].map(bytes)
const LONGEST = 4000

const edits: readonly ((input: number[], other: Uint8Array, random: Random) => void)[] = [
  (input, _, random) => input.splice(random(input.length), 1, random(256)),
  (input, _, random) => input.splice(random(input.length), 1, (input[random(input.length)] ?? 0) ^ (1 << random(8))),
  (input, _, random) => input.splice(random(input.length + 1), 0, ...(WORDS[random(WORDS.length)] as Uint8Array)),
  (input, _, random) => input.splice(random(input.length + 1), 0, ...(WORDS[random(WORDS.length)] as Uint8Array)),
  (input, _, random) => input.splice(random(input.length), 1 + random(8)),
  (input, _, random) => {
    const from = random(input.length)
    input.splice(random(input.length + 1), 0, ...input.slice(from, from + 1 + random(40)))
  },
  (input, other, random) => input.splice(random(input.length + 1), input.length, ...other.slice(random(other.length))),
]

/** `input` after a few random edits; `other` is what it may be joined with. */
export function mutate(input: Uint8Array, other: Uint8Array, random: Random): Uint8Array {
  const bytes = [...input]
  for (let i = 1 + random(4); i > 0; i--) edits[random(edits.length)]?.(bytes, other, random)
  return Uint8Array.from(bytes.slice(0, LONGEST))
}
