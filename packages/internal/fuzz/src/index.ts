/** A small fuzzer that coverage guides, for the tests of what parses the bytes and texts of others. */
export { fuzz } from './fuzz.ts'
export { bytes, text } from './octets.ts'
export { seed, shortRun } from './short-run.ts'
export type { FuzzTarget } from './target.ts'
