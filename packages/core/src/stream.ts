/** The state of one stream, what an exchange with endless replies adds to one that ends; what is done with it is in `streams.ts`. */
import type { AnySockioError } from './errors.ts'
import { Held } from './held.ts'
import type { Allocate } from './receive-buffer.ts'

/** What happens when frames come faster than they are taken. */
export type Overflow = 'pause' | 'dropOldest' | 'latest' | 'error'

export interface StreamOptions {
  /** Default `'pause'`: back-pressure at the socket. */
  readonly overflow?: Overflow | undefined
  /** Go on across lost connections. Default false. */
  readonly reconnect?: boolean | undefined
  /** Longest wait for one frame in ms. Default `Infinity`: none. */
  readonly timeout?: number | undefined
  /** Only frames for which it is true are the stream's; it must not throw. The others are for requests. */
  readonly match?: ((frame: Uint8Array) => boolean) | undefined
  /** Written when it is left in the middle; what comes after that is nobody's. */
  readonly stop?: Uint8Array | undefined
  /** Does the instrument answer the stop? Default false. */
  readonly stopAsks?: boolean | undefined
  /** Ms without a byte that end what it may still send once it was left. Default: the machine's. */
  readonly quiet?: number | 'reconnect' | undefined
  /** Makes the memory for frames that wait. Default: a `Uint8Array`. */
  readonly allocate?: Allocate | undefined
}

/** The state of a stream; `credit`, `dropped` and `stopping` may be read by drivers, the machine alone writes it. */
export class StreamState {
  readonly overflow: Overflow
  readonly reconnect: boolean
  readonly timeout: number
  readonly match: ((frame: Uint8Array) => boolean) | undefined
  readonly stop: Uint8Array | undefined
  readonly stopAsks: boolean
  readonly quiet: number | 'reconnect' | undefined
  /** Frames that the consumer wants now. */
  credit = 0
  /** Frames dropped by the overflow policy. */
  dropped = 0
  /** Frames taken out of the buffer and not wanted yet: matches, what an overflow policy keeps, what a loss left. */
  readonly held: Held
  /** Its connection is gone: how it ends once all that is held has been taken. */
  ending: { readonly error: AnySockioError | undefined } | undefined = undefined
  /** It was left in the middle: what sends its stop. */
  stopping: { readonly unsent: boolean } | undefined = undefined

  constructor(options: StreamOptions = {}) {
    this.overflow = options.overflow ?? 'pause'
    this.reconnect = options.reconnect ?? false
    this.timeout = options.timeout ?? Number.POSITIVE_INFINITY
    this.match = options.match
    this.stop = options.stop
    this.stopAsks = options.stopAsks ?? false
    this.quiet = options.quiet
    this.held = new Held(options.allocate)
  }
}
