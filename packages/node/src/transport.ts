/** Dials: a TCP or TLS socket towards an address, and one shape for their events. */
import { connect as connectTcp, isIP, type OnReadOpts, type Socket } from 'node:net'
import type { ConnectionOptions } from 'node:tls'
import { type Address, asError } from '@sockio/core'
import { Attempt } from './attempt.ts'
import type { Resolved } from './options.ts'

/** What the driver hears of one connection; `gone` comes once, last, whatever happened before. */
export interface TransportEvents {
  /** The TCP connection is there; with TLS, the handshake is still to come, through which keepalive must watch too. */
  made(socket: Socket): void
  connected(): void
  /** The chunk is good until this returns: what is kept of it must be copied. */
  received(chunk: Buffer): void
  eof(): void
  lost(error: Error): void
  gone(): void
}

/** A connection, from the attempt at it to its end. */
export interface Dialled {
  /** What has become so far of each address, where there are several and none has answered. */
  attempted?(): Error | undefined
  destroy(): void
}

type Wishes = Pick<Resolved, 'tls' | 'family' | 'localAddress'>

/** Starts to connect; `events` are never called before this has returned. */
export function dial(address: Address, wishes: Wishes, events: TransportEvents): Dialled {
  const { host, port } = address
  const { family, localAddress, tls = {} } = wishes
  const open = (ip: string): Socket => {
    const where = { host: ip, port, ...(localAddress && { localAddress }) }
    return connectTcp(address.tls ? where : { ...where, onread: reader(events) })
  }
  if (!address.tls && isIP(host) !== 0) {
    const socket = open(host)
    socket.once('connect', () => connected(socket, events))
    socket.on('error', events.lost)
    socket.once('close', events.gone)
    return socket
  }
  const { lookup, ADDRCONFIG } = process.getBuiltinModule('node:dns')
  const version = family ?? isIP(localAddress ?? '')
  return new Attempt(
    host,
    tls.lookup ?? lookup,
    { all: true, family: version, hints: version === 0 ? ADDRCONFIG : 0 },
    {
      open,
      chosen(socket) {
        socket.on('error', events.lost)
        if (address.tls) secure(socket, host, tls, events)
        else connected(socket, events)
      },
      lost: events.lost,
      gone: events.gone,
    },
  )
}

function connected(socket: Socket, events: TransportEvents): void {
  events.made(socket)
  socket.once('end', events.eof)
  events.connected()
}

/** The handshake, on a connection that is there. */
function secure(tcp: Socket, host: string, tls: ConnectionOptions, events: TransportEvents): void {
  try {
    // Loaded when asked for: most instruments speak plain TCP, and node:tls costs start-up time.
    const { connect } = process.getBuiltinModule('node:tls')
    const name = isIP(host) === 0 ? { servername: host } : {} // RFC 6066, section 3: server names are for names
    const socket = connect({ host: host.replace(/%.*/, ''), ...name, ...tls, socket: tcp })
    events.made(socket)
    socket.on('data', events.received)
    socket.once('secureConnect', events.connected)
    socket.once('end', events.eof)
    socket.on('error', events.lost)
    socket.once('close', () => tcp.destroy())
  } catch (error) {
    // Options that node:tls does not take: a failed attempt like any other.
    events.lost(asError(error))
    tcp.destroy()
  }
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
