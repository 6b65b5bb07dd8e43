/**
 * What the two threads say to each other. Each message has a kind, the number of what it belongs to (a call, a stream, a
 * session or a socket, all numbered by the caller's thread but sessions), and a body.
 */

import type { MessagePort } from 'node:worker_threads'
import type { Encoding, NamedFraming } from '@sockio/core'
import type { Foreign, LineEnd } from '@sockio/node'
import type { PlainError } from './errors.ts'

/** From the caller's thread. Bodies are serialised arrays unless it says otherwise. */
export const Ask = {
  /** A socket: `[host, port, Setup]`. */
  socket: 0,
  /** A call: `[socket, session or 0, verb, arguments, signal, decoding]`. */
  call: 1,
  /** Ends a call, stream or transaction for its caller: `[]`. */
  cancel: 2,
  /** A stream: `[socket, 'lines' or 'blocks', arguments, signal, decoding]`; answered by a `Begun`. */
  stream: 3,
  /** The next frames of a stream: `[stream]`. */
  pull: 4,
  /**
   * The consumer of a stream has had enough. It has begun so many runs, and not used so many frames of the latest:
   * `[stream, unused, begun]`. Answered with how many were dropped.
   */
  leave: 5,
  /** A transaction: `[socket, options, signal]`. */
  transact: 6,
  /** The function of a transaction, or a hook, has returned: `[]`, or `[error]` when it failed. */
  finish: 7,
  /** A property: `[socket or stream, name]`. */
  get: 8,
  /** Nobody has a socket any more that was closed for good. */
  forget: 9,
  /** A signal, by its number, is aborted, and with it all that heeds it: `[reason]`. */
  abort: 10,
  /** Answered when all that was asked for is sent, or over: `[dying]`, by an error that nobody catches. */
  flush: 11,
} as const

/** From the thread of the sockets. */
export const Tell = {
  /** A call is done, without a value. No body. */
  nothing: 0,
  /** With bytes: the body. */
  bytes: 1,
  /** With text: the body, in UTF-8. */
  text: 2,
  /** With something else: serialised. */
  value: 3,
  /** With several frames: how many, the length of each in bytes, and then all of them. */
  frames: 4,
  /** With several texts: how many, the length of each in UTF-16 units, and then all of them in UTF-8. */
  texts: 5,
  /** A stream is over. No body. */
  end: 6,
  /** A call has failed: serialised, see `errors.ts`. */
  error: 7,
  /** A transaction may run: `[session]`. */
  granted: 8,
  /** The hook of a socket is to be run: `[session]`. */
  hook: 9,
  /** A notification of a socket: `[name, arguments]`. */
  notify: 10,
  /** Something was published on a diagnostics channel: `[channel, event, message]`; its number is that of the trace. */
  trace: 11,
  /** A process warning of the thread: `[name, message, code]`. Its number is 0. */
  warning: 12,
  /** With bytes that the caller decodes: them, what may be shown of the request, and its length, or `NO_REQUEST`. */
  reply: 13,
  /** With frames of a stream that the caller cuts: how many, 1 where they may lack their end, where each ends, and then all. */
  run: 14,
} as const

/** There was none. */
export const NO_REQUEST = 0xffff_ffff

/** The caller decodes the replies itself; a decoder may say what is to be read for it. */
export interface Decoding {
  readonly framing: NamedFraming | undefined
}

/** A stream that has begun: what may be shown of its start, and what the caller needs to cut its frames. */
export interface Begun {
  readonly start: Uint8Array | undefined
  /** Of text; Buffers without. */
  readonly encoding: Encoding | undefined
  readonly lineEnd: LineEnd
}

/** A call's signal when it is made: there is none, it may be aborted and has this number, or it was aborted, and why. */
export type SignalState = 'none' | number | PlainError

/** Options of a connection as they cross: without functions. */
export interface Setup {
  readonly options: object
  /** Lines to write on each connection. */
  readonly init: readonly (string | Uint8Array)[]
  /** Does the caller have a hook? */
  readonly hook: boolean
  /** The notifications that the caller wants. */
  readonly notifications: readonly string[]
  /** It was closed for good, in a thread that has died since. */
  readonly disposed: boolean
  /** The transport that the thread must import first, where the program registered it. */
  readonly transport?: Foreign | undefined
}

/** The notifications; the caller's thread has the functions. */
export const NOTIFICATIONS = [
  'onConnectionLost',
  'onEofReceived',
  'onStateChange',
  'onRetry',
  'onStray',
  'onError',
  'onWire',
] as const
export type NotificationName = (typeof NOTIFICATIONS)[number]

/** The diagnostics channels; the last one is a tracing channel, with events. */
export const CHANNELS = ['sockio:state', 'sockio:retry', 'sockio:exchange'] as const
export const TRACE_EVENTS = ['start', 'end', 'asyncStart', 'asyncEnd', 'error'] as const

/** Words of the control block, which both threads see. */
export const Word = {
  /** Grows with each message to the caller, who waits for that where it blocks. */
  sequence: 0,
  /** Which diagnostics channels have subscribers in the caller's thread: a bit for each, as in `CHANNELS`. */
  traced: 1,
  /** 1 when the caller has been sent a wake-up that it has not seen yet. */
  callerBell: 2,
  /** 1 when the thread of the sockets will look by itself: it has been sent a wake-up that it has not seen yet, or lingers. */
  workerBell: 3,
  /** 1 while that thread has more to say than there is room for. */
  congested: 4,
  /** 1 when that thread is dead. */
  dead: 5,
  /** 1 when it has begun to listen. */
  started: 6,
  /** How often the caller has asked for a sign that it lives. */
  asked: 7,
  /** Which of the signs that it was asked for that thread has given: all up to that one. */
  answered: 8,
  /** 1 while the caller, who is blocked, looks for the next message to it before it sleeps. */
  looking: 9,
} as const
export const WORDS = 10

/** What the worker is started with. */
export interface Start {
  readonly control: SharedArrayBuffer
  readonly toWorker: SharedArrayBuffer
  readonly toCaller: SharedArrayBuffer
  /** Nothing is said through it; it closes when the worker ends. */
  readonly lifeline: MessagePort
}
