/** TCP and TLS, towards an address. */
import { connect as connectTcp, isIP, type OnReadOpts, type Socket } from 'node:net'
import type { ConnectionOptions } from 'node:tls'
import { type Address, asError } from '@sockio/core'
import { Attempt } from './attempt.ts'
import type { Resolved } from './options.ts'
import { SocketWire } from './socket-wire.ts'
import type { Transport, TransportEvents } from './transport.ts'

type Wishes = Pick<Resolved, 'tls' | 'family' | 'localAddress' | 'noDelay' | 'keepAlive' | 'tos'>

/** The transport to `address`; over TLS where that says so. */
export function tcp(address: Address, wishes: Wishes): Transport {
  return { dial: (events) => dial(address, wishes, events) }
}

function dial(address: Address, wishes: Wishes, events: TransportEvents): SocketWire {
  const { host, port } = address
  const { family, localAddress, tls = {} } = wishes
  const wire = new SocketWire(events, wishes)
  const open = (ip: string): Socket => {
    const where = { host: ip, port, ...(localAddress && { localAddress }) }
    return connectTcp(address.tls ? where : { ...where, onread: reader(events) })
  }
  if (!address.tls && isIP(host) !== 0) {
    const socket = open(host)
    socket.once('connect', () => wire.connected(socket))
    socket.on('error', events.lost)
    socket.once('close', events.gone)
    return wire.carriedBy(socket)
  }
  const { lookup, ADDRCONFIG } = process.getBuiltinModule('node:dns')
  const version = family ?? isIP(localAddress ?? '')
  const attempt = new Attempt(
    host,
    tls.lookup ?? lookup,
    { all: true, family: version, hints: version === 0 ? ADDRCONFIG : 0 },
    {
      open,
      chosen(socket) {
        socket.on('error', events.lost)
        if (address.tls) secure(socket, host, tls, wire, events)
        else wire.connected(socket)
      },
      lost: events.lost,
      gone: events.gone,
    },
  )
  return wire.carriedBy(attempt)
}

/** The handshake, on a connection that is there, through which keepalive must watch too. */
function secure(tcp: Socket, host: string, tls: ConnectionOptions, wire: SocketWire, events: TransportEvents): void {
  try {
    // Loaded when asked for: most instruments speak plain TCP, and node:tls costs start-up time.
    const { connect } = process.getBuiltinModule('node:tls')
    const name = isIP(host) === 0 ? { servername: host } : {} // RFC 6066, section 3: server names are for names
    const socket = connect({ host: host.replace(/%.*/, ''), ...name, ...tls, socket: tcp })
    wire.madeSecure(socket)
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
export function reader({ received }: TransportEvents): OnReadOpts {
  return {
    buffer: MEMORY,
    callback: (size) => {
      if (size !== chunk.length) chunk = MEMORY.subarray(0, size)
      received(chunk)
      return true
    },
  }
}
