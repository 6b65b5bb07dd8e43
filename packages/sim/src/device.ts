/** What a user simulates: a function or a table, and what it sees of its client. */
import { shown } from './check.ts'
import { isRecord } from './realm.ts'
import { type Answer, checkReply, type Reply } from './reply.ts'

/** The connection that a request came from, as the device sees it. */
export interface DeviceSession {
  /** The number of the connection, from 1, as counted by `device.connections`. */
  readonly id: number
  /** Sends something unasked to this client; what takes time does not hold up the replies to requests. */
  send(reply: Reply): void
  /** Stops the stream that this client gets; nothing when there is none. */
  stopStream(): void
  /**
   * Closes this connection after what has been said so far; the reply to the request at hand is not sent. With `'reset'` it
   * is broken then. Default `'end'`.
   */
  close(how?: 'end' | 'reset'): void
}

/** How a device speaks, where whoever simulates it does not say: options of `simulate`. */
export interface DeviceDefaults {
  readonly eol?: string | undefined
  readonly replyEol?: string | undefined
  readonly encoding?: 'utf8' | 'latin1' | undefined
  readonly blocks?: boolean | undefined
  /** A request is what comes at once, with its end of line if it has one: for devices that find the end of a request themselves. */
  readonly chunks?: boolean | undefined
}

/** Answers a request: its text without the end of line. A promise holds back the replies to later requests. */
export interface DeviceFunction {
  (request: string, session: DeviceSession): Answer
  readonly defaults?: DeviceDefaults
  /** A client has come: what an instrument says unasked, or does. */
  readonly connected?: (session: DeviceSession) => void
}

/**
 * Replies by request: the keys are matched exactly. `'*'` is for all other requests; without it they get no reply.
 *
 * @example
 * const table: DeviceTable = { '*IDN?': 'ACME,1', 'SLOW?': delay(50, 'x'), '*': (request) => `? ${request}` }
 */
export type DeviceTable = Readonly<Record<string, Reply | DeviceFunction>>

/** An instrument: a function of the request, or a table of replies. */
export type Device = DeviceFunction | DeviceTable

/** A device that answers each line with the same line. */
export function echo(): DeviceFunction {
  return (request) => request
}

/** A device that never says a word. */
export function silent(): DeviceFunction {
  return () => undefined
}

/** The function for a table; throws a TypeError where `device` is neither or a row is no reply. */
export function deviceFunction(device: Device): DeviceFunction {
  if (typeof device === 'function') return device
  if (!isRecord(device))
    throw new TypeError(`device must be a function or a table of replies by request, not ${shown(device)}`)
  const rows = new Map(Object.entries(device))
  for (const [request, row] of rows) {
    if (typeof row !== 'function') checkReply(`device[${JSON.stringify(request)}]`, row)
  }
  const fallback = rows.get('*')
  return (request, session) => {
    const row = rows.has(request) ? rows.get(request) : fallback
    return typeof row === 'function' ? row(request, session) : row
  }
}
