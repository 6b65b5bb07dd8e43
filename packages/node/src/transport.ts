/** The contract of a transport: what the driver dials, what it hears of a connection, and what it does with one. */
import type { Address } from '@sockio/core'
import type { Resolved } from './options.ts'
import type { SocketOptions } from './socket-options.ts'

/** A way to an instrument. */
export interface Transport {
  /**
   * Starts to connect; `events` are never called before this has returned.
   *
   * @throws what it was set to and can't do: a failed attempt like any other
   */
  dial(events: TransportEvents): Wire
}

/** Puts something between the driver and its transport: what watches it, or decides what may pass. */
export type Through = (transport: Transport) => Transport

/** What the driver hears of one connection; `gone` comes once, last, whatever happened before. */
export interface TransportEvents {
  /** The carrier is there, and the instrument can't be spoken to yet: the handshake of TLS, say, is still to come. */
  made(inForce?: SocketOptions): void
  /** The instrument can be spoken to. */
  connected(): void
  /**
   * The chunk is good until this returns: what is kept of it must be copied. Where the carrier says where messages end (EOI
   * of GPIB, END of VXI-11, DataEnd of HiSLIP), `end` says of each chunk, which may be empty, whether one ends behind it; a
   * carrier that never says so, like TCP, leaves it out.
   */
  received(chunk: Buffer, end?: boolean): void
  /** All that was written is out, after a `write` that had to wait. */
  drained(): void
  /** The peer says no more. */
  eof(): void
  lost(error: Error): void
  gone(): void
}

/** The events as functions that need no `this`: to be handed on, as in `on('data', events.received)`, or to be replaced by one. */
export function unbound(events: TransportEvents): TransportEvents {
  return {
    made: (inForce) => events.made(inForce),
    connected: () => events.connected(),
    received: (chunk, end) => events.received(chunk, end),
    drained: () => events.drained(),
    eof: () => events.eof(),
    lost: (error) => events.lost(error),
    gone: () => events.gone(),
  }
}

/**
 * What became of what was written: it is out, some of it is still here (`drained` follows), or none of it has left, since
 * the connection was dead already and nobody knew (why).
 */
export type Written = 'drained' | 'blocked' | Error

/** One connection, from the attempt at it to its end. All but `destroy` and `attempted` is for one that is connected. */
export interface Wire {
  /** Writes all of these, in their order, at once; there is at least one. */
  write(chunks: readonly Uint8Array[]): Written
  /** Lets the peer wait: nothing is received until `resume`. */
  pause(): void
  resume(): void
  /** Says goodbye, and goes on receiving, paused or not, until the peer has said it too. */
  end(): void
  /** Gives it up, without a goodbye. */
  destroy(): void
  /** What has become so far of each address, where there are several and none has answered. */
  attempted?(): Error | undefined
}

/** A transport that URLs with its scheme name. */
export interface Scheme {
  /**
   * What such a URL means.
   *
   * @throws {TypeError | RangeError} that says what is wrong with it
   */
  address(url: string): Address
  /** The way to such an address, with the options of the connection. */
  transport(address: Address, wishes: Resolved): Transport
  /**
   * The URL of a module that exports this scheme as `scheme`, for flavours whose sockets are in another thread: that one
   * imports it. Without it such a flavour refuses the scheme, since an object with functions can't cross.
   */
  readonly module?: string
}
