/** The sans-I/O engine of sockio. */

export { type Address, address, formatAddress, parseAddress } from './address.ts'
export { type Backoff, backoff, endless, type ReconnectFunction, type ReconnectPolicy } from './backoff.ts'
export {
  type Codec,
  type Decoder,
  type Description,
  inPlace,
  isSelfContained,
  selfContained,
  Undecodable,
} from './codec.ts'
export type { Effects } from './effects.ts'
export type { DecodeDetails, ErrorDetails, InstrumentDetails } from './error-details.ts'
export * from './errors.ts'
export { Exchange, type ExchangeOptions, type Stage } from './exchange.ts'
export { Fifo } from './fifo.ts'
export { block } from './framing/block.ts'
export { exactly } from './framing/exactly.ts'
export { type Framing, MalformedFrame, OversizedFrame } from './framing/framing.ts'
export { idle } from './framing/idle.ts'
export { line } from './framing/line.ts'
export { isBlock, lineOrBlock } from './framing/line-or-block.ts'
export type { BlockDialect, NamedFraming } from './framing/named.ts'
export { some } from './framing/some.ts'
export { exactlyText, pieceOfText, someText } from './framing/text.ts'
export { until } from './framing/until.ts'
export { errorAsJson, type Inspected, inspection, shownAs, shownError } from './inspection.ts'
export type { Args, Given, Kind, Method, Streams } from './kind.ts'
export type { Link } from './link.ts'
export { Machine } from './machine.ts'
export { didYouMean } from './nearest.ts'
export {
  type CallOptions,
  callOptionRules,
  checkOptions,
  dialectRule,
  type Encoding,
  type KeepAlive,
  type Options,
  optionTable,
  quietRule,
  type Recording,
  type Retry,
  type StrayOrigin,
  type Wire,
} from './options.ts'
export { oneLine, printable } from './printable.ts'
export { asError, inWords, isBytes, isError, isRegExp } from './realm.ts'
export { type Allocate, ReceiveBuffer } from './receive-buffer.ts'
export { Refused, refused } from './refused.ts'
export { booleanRule, fields, limitRule, number, objectRule, oneOf, type Rule, show, someBytes } from './rules.ts'
export { Run } from './run.ts'
export { Session } from './session.ts'
export type { Settings } from './settings.ts'
export { type Cause, type State, transitions } from './state.ts'
export {
  type Ask,
  type Here,
  type Paradigm,
  type Plan,
  paradigm,
  type Shortcut,
  type Step,
  type Steps,
  type Together,
  type Wait,
  type Way,
  type Where,
} from './steps.ts'
export { type Overflow, type StreamOptions, StreamState } from './stream.ts'
export { isUndecodable, undecodable } from './undecodable.ts'
