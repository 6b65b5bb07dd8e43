/** What instruments say, as values. */

export { type NumberOptions, number } from './codecs/number.ts'
