/** sockio in promises and async iterators. */
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
  Readings,
  SocketOptions,
  TextOptions,
  TransactionOptions,
} from '@sockio/node'
export type { Batches, Lines } from './lines.ts'
export { poll } from './poll.ts'
export type { InPromises } from './promise.ts'
export { Session } from './session.ts'
export { type Options, socketForUrl, TCP } from './tcp.ts'
