/** sockio in Node-style callbacks and events. */
export type { Address, Decoder, Description, ReconnectFunction, ReconnectPolicy, State } from '@sockio/core'
export { Undecodable } from '@sockio/core'
export * from '@sockio/core/errors'
export type {
  BlocksOptions,
  BytesOptions,
  CallOptions,
  Data,
  DecodedLinesOptions,
  DecodeOptions,
  Framing,
  LinesOptions,
  OwnFraming,
  SocketOptions,
  TextOptions,
  TransactionOptions,
} from '@sockio/node'
export type { Callback } from './callback.ts'
export type { Done } from './done.ts'
export type { SocketEvents } from './events.ts'
export type { InCallbacks } from './in-callbacks.ts'
export type { Batches, Lines, LinesEvents } from './lines.ts'
export { poll } from './poll.ts'
export type { Readings, ReadingsEvents } from './readings.ts'
export { Session } from './session.ts'
export { type Options, socketForUrl, TCP } from './tcp.ts'
