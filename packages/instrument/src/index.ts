/** What instruments say, as values; and drivers, written once for every flavour. */

export { accept } from './codecs/accept.ts'
export type { BlockOptions } from './codecs/block.ts'
export { type BooleanOptions, boolean } from './codecs/boolean.ts'
export { bytes } from './codecs/bytes.ts'
export { choice } from './codecs/choice.ts'
export type { ElementsOptions, Endian } from './codecs/elements.ts'
export { type Identity, identity } from './codecs/identity.ts'
export { integer } from './codecs/integer.ts'
export { json } from './codecs/json.ts'
export { list } from './codecs/list.ts'
export { number } from './codecs/number.ts'
export {
  float32,
  float64,
  int8,
  int16,
  int32,
  int64,
  uint8,
  uint16,
  uint32,
  uint64,
} from './codecs/numeric-blocks.ts'
export { quoted } from './codecs/quoted.ts'
export type { NumberOptions } from './codecs/range.ts'
export { record } from './codecs/record.ts'
export type { SeparatorOptions } from './codecs/separated.ts'
export type { StandardIssue, StandardResult, StandardSchema } from './codecs/standard-schema.ts'
export { type TextOptions, text } from './codecs/text.ts'
export { tuple } from './codecs/tuple.ts'
export type { Bound, BoundProperty, BoundReading, InSteps } from './definition/bound.ts'
export {
  Definition,
  type DefinitionOptions,
  type LinkOptions,
  type Procedures,
  type UseOptions,
} from './definition/definition.ts'
export type { DefinitionDescription, GroupDescription, MemberDescription } from './definition/describe.ts'
export type { ErrorCheck, ErrorQueue, ErrorReply } from './definition/error-check.ts'
export { instrument } from './definition/instrument.ts'
export {
  type Action,
  type AnyMember,
  action,
  asMember,
  channels,
  type Dialect,
  type Member,
  type MemberOptions,
  type Members,
  type Procedure,
  type Property,
  type PropertyOptions,
  procedure,
  property,
  type Range,
  type Reading,
  reading,
  type Settles,
  type TellingOptions,
} from './definition/members.ts'
export type { Changes } from './definition/narrow.ts'
export { scpi } from './definition/scpi.ts'
export { wait } from './definition/wait.ts'
