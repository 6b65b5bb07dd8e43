/** A transaction: a session that is queued like a call, and told when it may run or that it may not. */
import { type AnySockioError, Session } from '@sockio/core'

/** Limits of a transaction. Times in milliseconds. */
export interface TransactionOptions {
  /** Limit of the whole transaction. Default none; the connection's `timeout` bounds the wait for its turn. */
  readonly timeout?: number | undefined
  /** Ends it with an `AbortError`. */
  readonly signal?: AbortSignal | undefined
}

/** `onRefused` may also come after `onGranted`: then the session is dead. */
export class Transaction extends Session {
  readonly signal: AbortSignal | undefined
  readonly onGranted: () => void
  readonly onRefused: (error: AnySockioError) => void

  constructor(
    onGranted: () => void,
    onRefused: (error: AnySockioError) => void,
    patience: number | undefined,
    options: TransactionOptions = {},
  ) {
    super('transaction', options.timeout, patience)
    this.onGranted = onGranted
    this.onRefused = onRefused
    this.signal = options.signal
  }
}
