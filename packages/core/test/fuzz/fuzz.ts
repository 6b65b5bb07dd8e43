/**
 * A small coverage-guided fuzzer: keeps each input that made the engine run what it had never run before, and makes new
 * inputs of those. Everything follows from the seed.
 */
import { text } from '../bytes.ts'
import { Coverage } from './coverage.ts'
import { mutate, random } from './mutate.ts'

/** Does something with the input, and throws when what must hold does not. */
export type Target = (input: Uint8Array) => void

export interface Fuzzed {
  readonly inputs: number
  readonly bytes: number
  /** Inputs that were worth keeping. */
  readonly corpus: number
  /** Blocks of the engine's code that ran. */
  readonly covered: number
}

/** The counters are read after so many inputs, since that costs more than they do; one by one only where it pays. */
const BATCH = 64

function attempt(target: Target, input: Uint8Array): void {
  try {
    target(input)
  } catch (error) {
    throw new Error(`fuzzing found ${JSON.stringify(text(shortest(target, input)))}: ${String(error)}`, {
      cause: error,
    })
  }
}

function fails(target: Target, input: Uint8Array): boolean {
  try {
    target(input)
    return false
  } catch {
    return true
  }
}

/** What is left of an input that fails when all that does not matter is cut out. */
function shortest(target: Target, input: Uint8Array): Uint8Array {
  let best = input
  for (let size = input.length >> 1; size > 0; size >>= 1) {
    for (let at = 0; at + size <= best.length; ) {
      const less = Uint8Array.from([...best.slice(0, at), ...best.slice(at + size)])
      if (fails(target, less)) best = less
      else at += size
    }
  }
  return best
}

/** @param more asked before each batch, with how many inputs there were */
export function fuzz(
  target: Target,
  seeds: readonly Uint8Array[],
  seed: number,
  more: (inputs: number) => boolean,
): Fuzzed {
  using coverage = new Coverage()
  const next = random(seed)
  const corpus = [...seeds]
  const seen = new Set<string>()
  let [inputs, bytes] = [0, 0]
  const run = (input: Uint8Array) => {
    attempt(target, input)
    inputs++
    bytes += input.length
  }
  const one = () => corpus[next(corpus.length)] as Uint8Array
  for (let batch = seeds; more(inputs); batch = Array.from({ length: BATCH }, () => mutate(one(), one(), next))) {
    for (const input of batch) run(input)
    const fresh = new Set(coverage.ran().filter((block) => !seen.has(block)))
    for (const block of fresh) seen.add(block)
    if (fresh.size === 0) continue
    for (const input of batch) {
      run(input)
      const its = coverage.ran().filter((block) => fresh.delete(block))
      if (its.length > 0 && batch !== seeds) corpus.push(input)
    }
  }
  return { inputs, bytes, corpus: corpus.length, covered: seen.size }
}
