/** The lines of a recording, as `schema.json` says. */
import type { Address, Overflow, Settings } from '@sockio/core'

/** Bytes: a text where all are printable ASCII, else in base64. */
export type Bytes = string | { readonly base64: string }

/** An error, or the text of what else was thrown. */
export type Thrown =
  | {
      readonly name: string
      readonly message: string
      readonly code?: string
      readonly syscall?: string
      readonly errors?: readonly Thrown[]
    }
  | { readonly thrown: string }

/** In ms; absent or null: none. */
type Limit = number | null

/** What the engine is set to. */
export type RecordedSettings = Pick<
  Settings,
  'autoReconnect' | 'resync' | 'settle' | 'pacing' | 'staleInput' | 'quiet' | 'hook' | 'closeGrace'
> & {
  readonly pipeline: Limit
  readonly maxQueue: Limit
  readonly connectionTimeout: Limit
  readonly bufferSize: Limit
  readonly freshFor?: Limit
  readonly writeEol: Bytes
}

/** What the engine knows, where a recording begins in the midst of its life. */
export interface RecordedLink {
  readonly state: 'idle' | 'ready'
  readonly loss: { readonly eof: boolean; readonly cause?: Thrown }
  readonly failure?: Thrown
  readonly unended?: Bytes
  readonly [plain: string]: unknown
}

/** The first line. */
export interface Beginning {
  readonly sockio: 'recording'
  readonly version: 1
  /** µs of the monotonic clock that all times are of. */
  readonly t: number
  /** The wall clock at `t`, ISO 8601. */
  readonly time: string
  readonly address: Address
  readonly settings: RecordedSettings
  readonly versions: Readonly<Record<string, string>>
  readonly link?: RecordedLink
}

/** Where a reply ends: a function of the core and what it was given, or the facts of one of the user's own. */
export type RecordedFraming =
  | readonly [name: string, ...of: readonly unknown[]]
  | {
      readonly own: {
        readonly bounded: boolean
        readonly line?: boolean
        readonly first?: number
        readonly ended?: boolean
        readonly silence?: number
        readonly trailers?: readonly Bytes[]
        readonly asks?: readonly string[]
      }
    }

export interface RecordedStream {
  readonly overflow: Overflow
  readonly reconnect: boolean
  readonly match: boolean
  readonly stopAsks: boolean
  readonly quiet?: number | 'reconnect'
  readonly timeout?: Limit
  readonly stop?: Bytes
  readonly stopShown?: Bytes
}

export interface Submission {
  readonly in: 'submit'
  readonly call: number
  readonly request?: Bytes
  readonly requestShown?: Bytes
  readonly framing?: RecordedFraming
  readonly count?: Limit
  readonly timeout?: Limit
  readonly retries?: Limit
  readonly session?: number
  readonly stream?: RecordedStream
}

/** What the engine was told. */
export type Input =
  | Submission
  | { readonly in: 'open'; readonly call: number; readonly timeout?: Limit }
  | { readonly in: 'abort'; readonly of: readonly number[]; readonly cause: Thrown }
  | { readonly in: 'credit'; readonly call?: number; readonly n: Limit }
  | { readonly in: 'cancel'; readonly call?: number; readonly unused: readonly Bytes[] }
  | { readonly in: 'begin'; readonly session: number; readonly timeout?: Limit; readonly patience?: Limit }
  | { readonly in: 'end'; readonly session: number; readonly error?: Thrown }
  | { readonly in: 'close' | 'dispose' | 'take' }
  | { readonly in: 'connected' | 'eof' | 'drained' | 'blocked'; readonly epoch: number }
  | { readonly in: 'received'; readonly epoch: number; readonly bytes: Bytes; readonly end?: boolean }
  | { readonly in: 'lost'; readonly epoch: number; readonly error?: Thrown }
  | { readonly in: 'unwritten'; readonly epoch: number; readonly error: Thrown }
  | { readonly in: 'fired'; readonly now: number }

/** What came out: its name, and what belongs to it. */
export type RecordedOutput = readonly [name: string, ...of: readonly (string | number | null | Thrown)[]]

/** A line behind the first. */
export type Turn = Input & {
  /** µs. */
  readonly t: number
  /** What users' code answered in it. */
  readonly asked?: readonly unknown[]
  readonly out?: readonly RecordedOutput[]
  /** What was written in it is out: the connection's number. */
  readonly drained?: number
  /** What came out of that. */
  readonly then?: readonly RecordedOutput[]
}
