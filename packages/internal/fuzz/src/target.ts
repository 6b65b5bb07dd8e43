/** What is fuzzed: a parser, and what must hold of it whatever it is given. */
export interface FuzzTarget {
  readonly name: string
  /** The code whose coverage guides, and is stated: files, or folders with all that is in them. */
  readonly code: readonly string[]
  /** What inputs are made of at first; what once broke the code is among them, and so is tried first in every run. */
  readonly seeds: readonly Uint8Array[]
  /** Pieces of text that mean something to the parser, to be put in. */
  readonly words: readonly string[]
  /** Gives the input to the code, and throws when what must hold does not. */
  run(input: Uint8Array): void
}
