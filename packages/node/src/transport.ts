/** Dials: a TCP or TLS socket towards an address, and one shape for their events. */
import { connect as connectTcp, isIP, type OnReadOpts, type Socket } from 'node:net'
import type { Address } from '@sockio/core'
import type { Resolved } from './options.ts'

/** What the driver hears of one socket; `gone` comes once, last, whatever happened before. */
export interface TransportEvents {
  /** The TCP connection is there; with TLS, the handshake is still to come, through which keepalive must watch too. */
  made(): void
  connected(): void
  /** The chunk is good until this returns: what is kept of it must be copied. */
  received(chunk: Buffer): void
  eof(): void
  lost(error: Error): void
  gone(): void
}

/** Starts to connect; `events` are never called before this has returned. */
export function dial(
  address: Address,
  { tls, family, localAddress }: Pick<Resolved, 'tls' | 'family' | 'localAddress'>,
  events: TransportEvents,
): Socket {
  const { host, port } = address
  const where = { host, port, ...(family && { family }), ...(localAddress && { localAddress }) }
  let socket: Socket
  if (address.tls) {
    // Loaded when asked for: most instruments speak plain TCP, and node:tls costs start-up time.
    const { connect } = process.getBuiltinModule('node:tls')
    socket = connect({ ...where, ...(isName(host) ? { servername: host } : {}), ...tls })
    socket.on('data', events.received)
  } else socket = connectTcp({ ...where, onread: reader(events) })
  socket.once('connect', events.made)
  socket.once(address.tls ? 'secureConnect' : 'connect', events.connected)
  socket.once('end', events.eof)
  socket.on('error', events.lost)
  socket.once('close', events.gone)
  return socket
}

/**
 * What the kernel writes into: one for all sockets, since a chunk is dealt with before the next one is read. It is never
 * exchanged: when an exception in the ticks after a read is survived (`uncaughtException`), Node 22 to 26 goes on reading
 * into the memory before, and hands out the one that it was given last. Memory of the engine must not be lent like that.
 */
const MEMORY = Buffer.allocUnsafeSlow(64 * 1024)
/** The bytes that were read last: often the next are as many. */
let chunk = MEMORY

/** No chunk is allocated, and none goes through the stream of the socket. */
function reader({ received }: TransportEvents): OnReadOpts {
  return {
    buffer: MEMORY,
    callback: (size) => {
      if (size !== chunk.length) chunk = MEMORY.subarray(0, size)
      received(chunk)
      return true
    },
  }
}

/** Server names are for names: an IP address in their place is refused by RFC 6066, section 3. */
function isName(host: string): boolean {
  return isIP(host) === 0
}
