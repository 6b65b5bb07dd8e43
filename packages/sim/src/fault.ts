/** The faults of a simulated instrument, as data; the builders in `faults` make them. */

/** Which requests a fault strikes; without any of these, all of them. */
export interface Trigger {
  /** Only requests with exactly this text, or that the expression matches. */
  readonly match?: string | RegExp | undefined
  /** Only each n-th of those: 3 strikes the third, the sixth and so on. */
  readonly every?: number | undefined
  /** How often it strikes before it is over; without it, until it is removed. */
  readonly times?: number | undefined
}

/** The port refuses connections; those that exist stay. */
export interface RefuseFault {
  readonly kind: 'refuse'
}

/** Replies come `ms` later, and so do those behind them. */
export interface DelayFault extends Trigger {
  readonly kind: 'delay'
  readonly ms: number
}

/** Requests are swallowed: the device does not see them. */
export interface SilenceFault extends Trigger {
  readonly kind: 'silence'
}

/** The connection is closed (FIN) after so many bytes; `times` counts closed connections. */
export interface DropAfterFault extends Trigger {
  readonly kind: 'dropAfter'
  readonly bytes: number
}

/** The connection is reset (RST) instead of a reply, or after so many bytes. */
export interface ResetFault extends Trigger {
  readonly kind: 'reset'
  readonly after?: number | undefined
}

/** The connection is closed (FIN) instead of a reply. */
export interface CloseFault extends Trigger {
  readonly kind: 'close'
}

/** The device neither reads nor writes nor closes. */
export interface HalfOpenFault {
  readonly kind: 'halfOpen'
}

/** The device does not read. */
export interface StallFault {
  readonly kind: 'stall'
}

/** What is sent is cut into pieces of so many bytes, each written by itself. */
export interface SplitFault {
  readonly kind: 'split'
  readonly size: number
}

/** Replies are replaced, or preceded, by random bytes. */
export interface GarbageFault extends Trigger {
  readonly kind: 'garbage'
  readonly bytes?: number | undefined
  readonly seed?: number | undefined
  readonly where?: 'instead' | 'before' | undefined
}

/** A line that is sent to each client that connects. */
export interface BannerFault {
  readonly kind: 'banner'
  readonly text: string
}

/** The options that a Telnet server offers to each client that connects: it will echo, and suppress go-ahead (RFC 854). */
export interface TelnetFault {
  readonly kind: 'telnet'
}

/** A text without an end of line, upon connecting and behind each reply. */
export interface PromptFault {
  readonly kind: 'prompt'
  readonly text: string
}

/** Requests are echoed before they are answered. */
export interface EchoFault extends Trigger {
  readonly kind: 'echo'
}

/** Requests are answered twice. */
export interface TwiceFault extends Trigger {
  readonly kind: 'twice'
}

/** While there is a client, others are closed at once. */
export interface SingleClientFault {
  readonly kind: 'singleClient'
}

/** A connection on which the client has said nothing for so many ms is closed (FIN). */
export interface IdleFault {
  readonly kind: 'idle'
  readonly ms: number
}

/** Requests that come within so many ms of the reply before are lost. */
export interface HastyFault {
  readonly kind: 'hasty'
  readonly ms: number
}

/** The last byte of each reply comes `ms` later, or as soon as the client says something more. */
export interface LateEndFault extends Trigger {
  readonly kind: 'lateEnd'
  readonly ms: number
}

/** All connections are reset, and the port refuses for so many ms: at once, or with a trigger instead of a reply. */
export interface RebootFault extends Trigger {
  readonly kind: 'reboot'
  readonly ms: number
}

/** Something that goes wrong with a simulated instrument: tell the kinds apart by `kind`. */
export type Fault =
  | RefuseFault
  | DelayFault
  | SilenceFault
  | DropAfterFault
  | ResetFault
  | CloseFault
  | HalfOpenFault
  | StallFault
  | SplitFault
  | GarbageFault
  | BannerFault
  | TelnetFault
  | PromptFault
  | EchoFault
  | TwiceFault
  | SingleClientFault
  | IdleFault
  | HastyFault
  | LateEndFault
  | RebootFault
