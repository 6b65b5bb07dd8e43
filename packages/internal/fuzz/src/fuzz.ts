/**
 * A small coverage-guided fuzzer: keeps each input that made the code run what it had never run before, and makes new
 * inputs of those. Everything follows from the seed.
 */
import { Coverage } from './coverage.ts'
import { TooLong, withinReason } from './effort.ts'
import { kept, mutate, random } from './mutate.ts'
import { bytes, text } from './octets.ts'
import type { FuzzTarget } from './target.ts'

export interface Fuzzed {
  readonly inputs: number
  readonly bytes: number
  /** Inputs that were worth keeping. */
  readonly corpus: number
  /** Characters of the code's functions that ran, and all there are. */
  readonly characters: { readonly ran: number; readonly all: number }
}

interface Fuzzing {
  /** Everything follows from it. */
  readonly seed: number
  /** Asked before each batch, with how many inputs there were. */
  more(inputs: number): boolean
  /** False keeps inputs as they came: to shorten them pays in a long run only. */
  readonly shortens?: boolean
  /** Told of each input before the code is given it, so that somebody knows which one never came back. */
  begins?(input: Uint8Array): void
}

/** The counters are read after so many inputs, since that costs more than they do; one by one only where it pays. */
const BATCH = 64
const MOST_SHOWN = 400
const SHORTENING_MS = 20_000
/** To shorten one that is kept: so many tries, of so many bytes in all. */
const MOST_TRIES = 300
const MOST_TRIED = 1_000_000

/** As what the code was given, to be found in a report and put among the seeds. */
export function shown(input: Uint8Array): string {
  const some = JSON.stringify(text(input.subarray(0, MOST_SHOWN)))
  return input.length <= MOST_SHOWN ? some : `${some} and more, ${input.length} bytes`
}

/** What the code does wrong with this input. */
function fault(run: (input: Uint8Array) => void, input: Uint8Array): unknown {
  try {
    withinReason(() => run(input))
    return undefined
  } catch (error) {
    return error ?? new Error('it threw nothing')
  }
}

/** What is left of an input when all is cut out without which it does the same, or as much of that as may be tried. */
function shortest(input: Uint8Array, same: (less: Uint8Array) => boolean, more: () => boolean): Uint8Array {
  let best = input
  for (let size = input.length >> 1; size > 0; size >>= 1) {
    for (let at = 0; at + size <= best.length && more(); ) {
      const less = Uint8Array.from([...best.slice(0, at), ...best.slice(at + size)])
      if (same(less)) best = less
      else at += size
    }
  }
  return best
}

export function fuzz(target: FuzzTarget, { seed, more, shortens = true, begins }: Fuzzing): Fuzzed {
  const coverage = new Coverage(target.code)
  const { seeds } = target
  const words = target.words.map(bytes)
  const next = random(seed)
  const corpus = [...seeds]
  let [inputs, length] = [0, 0]
  const give = (input: Uint8Array) => {
    begins?.(input)
    inputs++
    length += input.length
    target.run(input)
  }
  const run = (input: Uint8Array) => {
    const error = fault(give, input)
    if (error === undefined) return
    const end = performance.now() + SHORTENING_MS
    const inTime = () => !(error instanceof TooLong) && performance.now() < end // each try of what takes long takes long
    const least = shortest(input, (less) => fault(give, less) !== undefined, inTime)
    throw new Error(`fuzzing ${target.name} found ${shown(least)}: ${error}`, { cause: error })
  }
  /** Short ones are better: what is changed in them is more often something that matters. */
  const keep = (input: Uint8Array, fresh: number) => {
    let [tries, tried] = [0, 0]
    const same = (less: Uint8Array) => {
      tries++
      tried += less.length
      run(less)
      return coverage.look() >= fresh
    }
    const least = shortens ? shortest(input, same, () => tries < MOST_TRIES && tried < MOST_TRIED) : input
    run(least)
    coverage.keep()
    corpus.push(kept(least))
  }
  const one = () => corpus[next(corpus.length)] as Uint8Array
  const made = () => mutate(one(), { words, other: one(), random: next })
  for (let batch = seeds; more(inputs); batch = Array.from({ length: BATCH }, made)) {
    for (const input of batch) run(input)
    if (coverage.look() === 0) continue
    for (const input of batch) {
      run(input)
      const fresh = batch === seeds ? coverage.keep() : coverage.look()
      if (fresh > 0 && batch !== seeds) keep(input, fresh)
    }
  }
  return { inputs, bytes: length, corpus: corpus.length, characters: coverage.characters }
}
