/** What one machine is set to: the options that concern the engine, resolved. */
import type { Address } from './address.ts'
import type { Backoff } from './backoff.ts'
import type { Allocate } from './receive-buffer.ts'

/** Times in milliseconds, `Infinity` for none; sizes in bytes. */
export interface Settings {
  readonly address: Address
  readonly autoReconnect: boolean
  readonly connectionTimeout: number
  readonly backoff: Backoff
  /** The delays for streams that reconnect. */
  readonly streamBackoff: Backoff
  readonly pipeline: number
  readonly resync: 'reconnect' | 'discard'
  /** Between the connection and its first write; a hang-up within it is a failed attempt. */
  readonly settle: number
  readonly pacing: number
  readonly bufferSize: number
  readonly maxQueue: number
  readonly staleInput: 'discard' | 'keep'
  /** Ms after which what was read last no longer says what there is, so that a request waits for a look at the socket; `Infinity`: never. */
  readonly freshFor: number
  /** Ms without a byte that end what a stream that was left may still send; 0: it is not waited for. */
  readonly quiet: number | 'reconnect'
  /** Is there a connection hook? */
  readonly hook: boolean
  /** How long `close()` waits for the peer's goodbye. */
  readonly closeGrace: number
  /** What ends a request. */
  readonly writeEol: Uint8Array
  /** What errors show of a request. */
  readonly redact: (request: Uint8Array) => Uint8Array
  readonly allocate: Allocate
}
