/** sockio in RxJS Observables. */
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
export type { Batches, Lines } from './lines.ts'
export type { LinkEvent } from './link-events.ts'
export type { InObservables } from './observe.ts'
export { type PollOptions, poll } from './poll.ts'
export { queryEach } from './query-each.ts'
export { sequence } from './sequence.ts'
export { Session } from './session.ts'
export { type Options, socketForUrl, TCP } from './tcp.ts'
export { usingSocket } from './using-socket.ts'
