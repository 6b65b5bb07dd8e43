/** A small fuzzer that coverage guides, for the tests of what parses the bytes and texts of others. */
export { fuzz } from './fuzz.ts'
export { bytes, text } from './octets.ts'
export { shortRun } from './short-run.ts'
export { shortTests } from './short-tests.ts'
export type { FuzzTarget } from './target.ts'
