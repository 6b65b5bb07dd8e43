/** The rows over a Unix socket: what does not come from TCP holds over any transport. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Carrier } from './carrier.ts'

/** What is of TCP alone, by the reason. */
export const OF_TCP: Readonly<Record<string, readonly string[]>> = {
  'is of TLS': [
    'close() while connecting ends the attempt',
    'connectionTimeout: ConnectTimeoutError',
    'connectionTimeout is for one attempt, and the policy may follow with others',
    'it bounds the time to connect',
    'connectionTimeout and the delays of retries pass under fake timers',
    'aborted while connecting: AbortError',
    'plain objects and arrays: options, of TLS too, and lines',
    'maxQueue: counts those that wait for the connection too',
    'a URL of tls:// is never plain TCP, whatever its options leave undefined',
    'options of TLS that are undefined are those that are absent',
    'a self-signed certificate is refused by default',
    'an alert of TLS is told on one line, without what would steer a terminal',
    'it is accepted with ca',
    'a certificate that has expired is refused',
    'a peer that never answers the handshake: the call ends in time, and nothing goes on',
    'a wrong name is refused',
    'a peer that speaks no TLS: ConnectError',
    'options that node:tls does not take: ConnectError',
    'losses, retries and timeouts are the same over TLS',
    'much can be sent and received over TLS',
    'socketForUrl: a tls URL asks for TLS',
    'after close() while it connects',
    'after a failed handshake',
    'after an attempt that timed out',
    'after a timeout while it connects',
    'after an abort while it connects',
  ],
  'a Unix socket has no reset: it ends': [
    'the hook runs again when a queued request caused the reconnection',
    'hung up on before the first byte: the error asks whether it takes one client',
    'reset while a request waits: ConnectionLostError with the cause',
    'onConnectionLost: has the error of a loss, and none after close()',
    'a reset is a ConnectionLostError, after the lines that had arrived',
    'after a reset of the connection',
  ],
  'where nobody listens is no file: ENOENT': [
    'refused: ConnectError with the cause of the system',
    'the error comes after the retries are spent, and says how many',
    'an error prints the error that caused it',
    'reconnect as a function decides on each attempt',
    'onRetry tells the attempt, the delay and the error',
  ],
  'has options of TCP': [
    'socketOptions: tells what is in force, and nothing without a connection',
    'keepAlive, noDelay and tos: as asked for',
    'localAddress: one that this host does not have is a ConnectError that says so',
    'fields of options that are undefined are those that are absent',
  ],
  'has a host and a port': [
    'an error of a large request prints and logs as a short text',
    'family: 4 connects over IPv4',
    'socketForUrl: tcp and VISA names',
    'socketForUrl: host:port',
    'IPv6 addresses, with and without brackets',
  ],
}

/** Unix sockets in a folder that is gone with the process; the rows of these sections, by default of all. */
export function unixCarrier(sections?: readonly string[]): Carrier {
  const folder = mkdtempSync(join(tmpdir(), 'sockio-'))
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }))
  let peers = 0
  return {
    name: 'unix',
    sections,
    place: () => ({ path: join(folder, `${++peers}.sock`) }),
    skips: Object.fromEntries(Object.entries(OF_TCP).flatMap(([why, names]) => names.map((name) => [name, why]))),
  }
}
