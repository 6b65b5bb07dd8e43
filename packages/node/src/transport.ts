/** Dials: a TCP or TLS socket towards an address, and one shape for their events. */
import { connect as connectTcp, isIP, type OnReadOpts, type Socket } from 'node:net'
import type { Address } from '@sockio/core'
import type { Resolved } from './options.ts'

/** What the driver hears of one socket; `gone` comes once, last, whatever happened before. */
export interface TransportEvents {
  /** The TCP connection is there; with TLS, the handshake is still to come, through which keepalive must watch too. */
  made(): void
  connected(): void
  /** Where bytes may be received into, so that `received` gets a view of it. */
  room(): Uint8Array
  received(chunk: Buffer): void
  eof(): void
  lost(error: Error): void
  gone(): void
}

/** Starts to connect; `events` are never called before this has returned. */
export function dial(
  address: Address,
  { tls, family }: Pick<Resolved, 'tls' | 'family'>,
  events: TransportEvents,
): Socket {
  const { host, port } = address
  const where = family === undefined ? { host, port } : { host, port, family }
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

/** The kernel writes where the engine reads: no chunk is allocated, and none goes through the stream of the socket. */
function reader({ room, received }: TransportEvents): OnReadOpts {
  return {
    buffer: room,
    callback: (size, memory) => {
      received(Buffer.from(memory.buffer, memory.byteOffset, size))
      return true
    },
  }
}

/** Server names are for names: an IP address in their place is refused by RFC 6066, section 3. */
function isName(host: string): boolean {
  return isIP(host) === 0
}
