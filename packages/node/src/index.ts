/** The Node.js driver of sockio, for flavours. */

export type { Args, Given, Kind, Method, Streams } from '@sockio/core'
export { answer, framingOf } from './answer.ts'
export { Call, type Decode, type Delivery, type Listener } from './call.ts'
export { type Caller, Callers, calledBy, javaScriptCore } from './callers.ts'
export { Connection, type RunHook } from './connection.ts'
export type { Data } from './data.ts'
export { type Cut, type Cutter, cutFrames, cutValues, item, type LineEnd, NO_LINE_END } from './decode.ts'
export type { ExchangeTrace, StateMessage } from './diagnostics.ts'
export { failed } from './failed.ts'
export { Feed, type Supply } from './feed.ts'
export type {
  BlocksOptions,
  ByteBlocksOptions,
  ByteLinesOptions,
  DecodedLinesOptions,
  LinesOptions,
  TextBlocksOptions,
  TextLinesOptions,
} from './feeds.ts'
export type { Framing, OwnFraming } from './framing.ts'
export { asyncHook } from './hook.ts'
export type { Recorder } from './machine-for.ts'
export { allocate } from './memory.ts'
export { OneAtATime } from './one-at-a-time.ts'
export { Operations } from './operations.ts'
export {
  type BytesOptions,
  type CallOptions,
  type ConnectOptions,
  checkPlanOptions,
  checkTransactionOptions,
  type DecodeOptions,
  isDecoder,
  type KeepAliveSettings,
  type PlanOptions,
  type ReadOptions,
  type TextOptions,
} from './options.ts'
export type { Asker, StepHost } from './performer.ts'
export { type Ask, checkAsked, checkPoll, Poll, type Polled } from './poll.ts'
export { isSeveral, Procedure } from './procedure.ts'
export { type Pulled, Puller, type Taker } from './puller.ts'
export { type Readings, readings } from './readings.ts'
export { redactor } from './redactor.ts'
export { isThenable, Reporter } from './reporter.ts'
export { endpoint, type Foreign, foreign, hasScheme, registerScheme } from './schemes.ts'
export { type Run, Session, type SessionClass, type Streaming, shownOf } from './session.ts'
export { isSignal } from './signal.ts'
export { Socket } from './socket.ts'
export type { SocketOptions } from './socket-options.ts'
export { Ticks } from './ticks.ts'
export { systemTime, type TimeSource } from './time-source.ts'
export { timers } from './timers.ts'
export type { TransactionOptions } from './transaction.ts'
export {
  type Scheme,
  type Through,
  type Transport,
  type TransportEvents,
  unbound,
  type Wire,
  type Written,
} from './transport.ts'
export { parseUrl } from './url.ts'
