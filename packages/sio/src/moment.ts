/**
 * A moment that a thread waits for the other one before it goes to sleep: most of what a call costs is to be woken. Where
 * that is in vain, as with an instrument that takes its time, it is tried ever more rarely.
 */
import { availableParallelism } from 'node:os'
import { timers } from '@sockio/node'

/** How long it is, in ms: some times what a call takes within one machine. */
const MOMENT = 0.05
/** More looks than that it has room for: a clock that a test has stopped tells no end. */
const MOST = 10_000
/** It pays where four of five are not in vain. */
const FOUR = 4
/** Where they are, one in 2 ** RARELY is tried. */
const RARELY = 6

/** Both threads can run at a time: one may look again and again what the other has done. */
export const abreast = availableParallelism() > 1

export class Moment {
  readonly #wait: (ms: number) => boolean
  /** Grows with those that were in vain. */
  #vain = 0
  #skip = 0

  /** `wait` is true when what it waits for has come within so many ms. */
  constructor(wait: (ms: number) => boolean) {
    this.#wait = wait
  }

  /** True when it has come. */
  waited(): boolean {
    if (this.#skip > 0) {
      this.#skip--
      return false
    }
    const came = this.#wait(MOMENT)
    this.#vain = Math.max(0, Math.min(this.#vain + (came ? -1 : FOUR), RARELY * FOUR))
    this.#skip = 2 ** Math.floor(this.#vain / FOUR) - 1
    return came
  }
}

const { load } = Atomics

/** Looks until that word is another than `value`; false when it takes longer than so many ms. */
export function looked(words: Int32Array, index: number, value: number, ms: number): boolean {
  const end = timers.now() + ms
  let looks = 0
  do if (load(words, index) !== value) return true
  while (timers.now() < end && ++looks < MOST)
  return false
}
