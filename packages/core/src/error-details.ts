/** What is known of a call that fails. */
import type { Address } from './address.ts'

/** How far a call had got: the `phase` of an error. */
export type Phase = 'queued' | 'connecting' | 'initialising' | 'writing' | 'reading'

/** May the instrument have acted on the request? `'maybe'`: a part of it may have been delivered. */
export type Sent = 'no' | 'maybe' | 'yes'

/** What every `SockioError` carries. */
export interface ErrorDetails {
  readonly address: Address
  readonly phase: Phase
  readonly sent: Sent
  /** What had arrived of the reply: at most its first MiB. */
  readonly partial?: Uint8Array | undefined
  /** The bytes of the request. */
  readonly request?: Uint8Array | undefined
  readonly cause?: unknown
}

/** What a `DecodeError` carries besides. */
export interface DecodeDetails extends ErrorDetails {
  /** What was expected, in words. */
  readonly expected: string
  /** Where in the reply, in bytes, what is wrong begins. */
  readonly at: number
}

/** What an instrument says of something that it did not like. */
export interface Complaint {
  /** Its number, such as -222; undefined where the instrument has none. */
  readonly number: number | undefined
  /** Its words: `Data out of range`. */
  readonly text: string
}

/** What an `InstrumentError` carries besides. */
export interface InstrumentDetails extends ErrorDetails {
  /** What the instrument was told. */
  readonly command: string
  /** From the first complaint on. */
  readonly errors: readonly Complaint[]
}
