/** The Node.js driver of sockio, for flavours. */
export { Call, type Decode, type Delivery } from './call.ts'
export { Connection, type RunHook } from './connection.ts'
export type { ExchangeTrace, StateMessage } from './diagnostics.ts'
export { Feed, type FeedSink } from './feed.ts'
export type {
  BlocksOptions,
  ByteBlocksOptions,
  ByteLinesOptions,
  LinesOptions,
  TextBlocksOptions,
  TextLinesOptions,
} from './feeds.ts'
export { type Data, Operations } from './operations.ts'
export type { BytesOptions, CallOptions, ConnectOptions, KeepAliveSettings, TextOptions } from './options.ts'
export { isThenable, Reporter, runAsync } from './reporter.ts'
export type { SocketOptions } from './socket-options.ts'
export { Transaction, type TransactionOptions } from './transaction.ts'
