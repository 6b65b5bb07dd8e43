/** sockio in blocking calls, and in futures. */
export type { Address, Decoder, Description, ReconnectFunction, ReconnectPolicy, State } from '@sockio/core'
export { Undecodable } from '@sockio/core'
export * from '@sockio/core/errors'
export type {
  BlocksOptions,
  BytesOptions,
  CallOptions,
  Data,
  DecodeOptions,
  Framing,
  OwnFraming,
  SocketOptions,
  TextOptions,
  TransactionOptions,
} from '@sockio/node'
export { Future } from './future.ts'
export type { FutureBatches, FutureLines } from './future-lines.ts'
export type { Batches, Lines } from './lines.ts'
export type { DecodedLinesOptions, LinesOptions, Options } from './options.ts'
export { poll } from './poll.ts'
export type { FutureReadings, Readings } from './readings.ts'
export type { Blocking, Result } from './result.ts'
export { Session } from './session.ts'
export { sleep } from './sleep.ts'
export { type Stream, socketForUrl, TCP, type TransactionResult } from './tcp.ts'
