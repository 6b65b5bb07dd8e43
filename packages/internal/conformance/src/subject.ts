/** What a flavour's shim must provide: its sockets with a Promise per call and async iterators for streams. */
import type { ConnectionOptions } from 'node:tls'
import type {
  Args,
  CallOptions,
  Decoder,
  Encoding,
  Kind,
  NamedFraming,
  Options,
  Overflow,
  Paradigm,
  State,
} from '@sockio/core'

/** Bytes, or text where the call gave an `encoding`. */
export type Reply = Buffer | string

/** Options of a connection, with the neutral session for the hook. */
export type SubjectOptions = Options<SubjectSession, ConnectionOptions>

export interface SubjectCallOptions extends CallOptions {
  readonly signal?: AbortSignal | undefined
}

export interface SubjectStreamOptions {
  readonly eol?: string | Uint8Array | undefined
  readonly encoding?: Encoding | undefined
  readonly timeout?: number | undefined
  readonly signal?: AbortSignal | undefined
  readonly reconnect?: boolean | undefined
  readonly overflow?: Overflow | undefined
  readonly match?: RegExp | string | ((line: Buffer) => boolean) | undefined
  readonly start?: string | Uint8Array | undefined
  readonly stop?: string | Uint8Array | undefined
  readonly quiet?: number | 'reconnect' | undefined
}

/** A stream, pulled one item at a time. */
export interface SubjectStream<T = Reply> {
  readonly dropped: number
  next(): Promise<IteratorResult<T, undefined>>
  return(): Promise<IteratorResult<T, undefined>>
  [Symbol.asyncIterator](): SubjectStream<T>
  /** The same stream, or one of the same kind, in arrays. */
  batches(): SubjectBatches<T>
}

/** A stream, pulled in arrays of what is there. */
export interface SubjectBatches<T = Reply> {
  readonly dropped: number
  next(): Promise<IteratorResult<readonly T[], undefined>>
  return(): Promise<IteratorResult<readonly T[], undefined>>
}

type Data = string | Uint8Array

/** What `exchange` reads; as in the flavours, but for functions, which can't cross to the thread of `sio`. */
export type SubjectFraming = NamedFraming | { readonly module: string | URL }

/** The kind of the suite's drivers: a promise for each use of a method. */
export interface Promised extends Kind {
  readonly given: Promise<this['value']>
  readonly method: (...args: Args<this>) => this['given']
  readonly options: Pick<SubjectCallOptions, 'timeout' | 'retries' | 'signal'>
  readonly streams: Polled<this['value']>
}

/** What a reading of the suite's drivers has besides its `get`. */
export interface Polled<T> {
  poll(period: number): Readings<T>
}

/** The operations, for the socket, its hook and its transactions alike; and what drivers run on. */
export interface SubjectSession extends Paradigm<Promised> {
  read(n?: number, options?: SubjectCallOptions): Promise<Reply>
  readLine(options?: SubjectCallOptions): Promise<Reply>
  readLines(n: number, options?: SubjectCallOptions): Promise<Reply[]>
  readExactly(n: number, options?: SubjectCallOptions): Promise<Reply>
  readUntil(separator: Data, options?: SubjectCallOptions): Promise<Reply>
  readBlock(options?: SubjectCallOptions): Promise<Reply>
  write(data: Data, options?: SubjectCallOptions): Promise<void>
  writeLines(lines: readonly Data[], options?: SubjectCallOptions): Promise<void>
  writeRead(data: Data, n?: number, options?: SubjectCallOptions): Promise<Reply>
  writeReadLine(data: Data, options?: SubjectCallOptions): Promise<Reply>
  writeReadLines(data: Data, n: number, options?: SubjectCallOptions): Promise<Reply[]>
  writeLinesReadLines(lines: readonly Data[], n?: number, options?: SubjectCallOptions): Promise<Reply[]>
  writeReadBlock(data: Data, options?: SubjectCallOptions): Promise<Reply>
  exchange(data: Data | undefined, framing: SubjectFraming, options?: SubjectCallOptions): Promise<Reply>
  query(text: string, options?: SubjectCallOptions): Promise<string>
  command(text: string, options?: SubjectCallOptions): Promise<void>
}

/** A socket. Disposal is `close()` for good. */
export interface SubjectSocket extends SubjectSession, AsyncDisposable {
  readonly state: State
  readonly connected: boolean
  readonly atEof: boolean
  readonly inWaiting: number
  readonly connectionCounter: number
  readonly socketOptions: SubjectSocketOptions | undefined
  open(options?: SubjectCallOptions): Promise<void>
  close(): Promise<void>
  readBuffer(): Buffer | Promise<Buffer>
  resetInputBuffer(): void | Promise<void>
  lines(options?: SubjectStreamOptions): SubjectStream
  blocks(limit: number | Data, options?: Omit<SubjectStreamOptions, 'eol' | 'match'>): SubjectStream
  /** What the function `poll` of the flavour gives of this socket. */
  poll(request: string, period: number, options?: SubjectPollOptions): Readings
  transaction<T>(
    fn: (session: SubjectSession) => T | PromiseLike<T>,
    options?: { readonly timeout?: number | undefined; readonly signal?: AbortSignal | undefined },
  ): Promise<T>
}

/** Options of a poll. */
export interface SubjectPollOptions extends SubjectCallOptions {
  readonly as?: Decoder<unknown> | undefined
}

/** What is in force on an open connection. */
export interface SubjectSocketOptions {
  readonly noDelay: boolean
  readonly keepAlive: false | { readonly idle: number; readonly interval?: number; readonly count?: number }
  readonly tos?: number
}

/** A flavour under test. */
export interface Subject {
  /** Its package's name without the scope: `'aio'`. */
  readonly name: string
  /** Its sockets run in a thread of their own, which a busy program does not hold up. */
  readonly ownThread?: true
  /** It takes note of where it is called, which is in its shim; others leave that to the promises that they give. */
  readonly notesCallers?: true
  /** Rows that it does not run, with the reason that the table shows. */
  readonly skips?: Readonly<Record<string, string>>
  /** A bad argument may throw here, or fail the first use. */
  connect(host: string, port: number, options?: SubjectOptions): SubjectSocket
  connectUrl(url: string, options?: SubjectOptions): SubjectSocket
}

/** The values of a poll, pulled one at a time. */
export interface Readings<T = unknown> {
  next(): Promise<IteratorResult<T, undefined>>
  return(): Promise<IteratorResult<T, undefined>>
}
