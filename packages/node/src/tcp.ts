/** TCP and TLS, towards an address. */
import {
  connect as connectTcp,
  isIP,
  type NetConnectOpts,
  type OnReadOpts,
  type Socket,
  type TcpNetConnectOpts,
} from 'node:net'
import type { ConnectionOptions } from 'node:tls'
import { type Address, asError } from '@sockio/core'
import { Attempt } from './attempt.ts'
import { ofVersion, versionFor } from './ip-version.ts'
import type { Resolved } from './options.ts'
import { SocketWire } from './socket-wire.ts'
import { refusedAsItself } from './to-itself.ts'
import type { Transport, TransportEvents } from './transport.ts'

type Wishes = Pick<Resolved, 'tls' | 'family' | 'localAddress' | 'noDelay' | 'keepAlive' | 'tos'>

/** The transport to `address`; over TLS where that says so. */
export class Tcp implements Transport {
  readonly #address: Address
  readonly #wishes: Wishes

  constructor(address: Address, wishes: Wishes) {
    this.#address = address
    this.#wishes = wishes
  }

  dial(events: TransportEvents): SocketWire {
    const { host, port, tls } = this.#address
    const { localAddress } = this.#wishes
    const version = versionFor(host, this.#wishes)
    const wire = new SocketWire(events, this.#wishes)
    const at = (ip: string) => ({ host: ip, port, ...(localAddress && { localAddress }) })
    if (tls || isIP(host) === 0) return wire.carriedBy(attempt(host, version, at, tls, this.#wishes, wire, events))
    return wire.carriedBy(dialSocket(at(host), wire, events))
  }
}

/** Starts to connect a socket that is the only one, whatever becomes of it. */
export function dialSocket(where: NetConnectOpts, wire: SocketWire, events: TransportEvents): Socket {
  const socket = connectTcp({ ...where, onread: reader(events) })
  socket.once('connect', () => {
    if (!refusedAsItself(socket)) wire.connected(socket)
  })
  socket.on('end', () => events.eof())
  socket.on('error', (error) => events.lost(error))
  socket.on('close', () => events.gone())
  return socket
}

/** An attempt at a name, whose addresses are tried, or at TLS. */
function attempt(
  host: string,
  version: number,
  at: (ip: string) => TcpNetConnectOpts,
  secured: boolean,
  { family, localAddress, tls = {} }: Wishes,
  wire: SocketWire,
  events: TransportEvents,
): Attempt {
  const { lookup, ADDRCONFIG } = process.getBuiltinModule('node:dns')
  return new Attempt(
    host,
    ofVersion(version, { family, localAddress }, tls.lookup ?? lookup),
    { all: true, family: version, hints: version === 0 ? ADDRCONFIG : 0 },
    {
      open: (ip) => connectTcp(secured ? at(ip) : { ...at(ip), onread: reader(events) }),
      chosen(socket) {
        socket.on('error', (error) => events.lost(error))
        if (secured) secure(socket, host, tls, wire, events)
        else {
          socket.on('end', () => events.eof())
          wire.connected(socket)
        }
      },
      ...(secured && { waits: unanswered }),
      lost: (error) => events.lost(error),
      gone: () => events.gone(),
    },
  )
}

/** What a handshake waits for. */
const unanswered = () => new Error('the TLS handshake is not answered (does it speak TLS on that port?)')

type Asked = Pick<ConnectionOptions, 'checkServerIdentity' | 'pskCallback'>

/**
 * The functions of the user's that node:tls asks in the midst of a handshake, where nobody catches what they throw; for years
 * its documentation had `checkServerIdentity` throw. What they throw fails the attempt.
 */
function caught({ checkServerIdentity, pskCallback }: ConnectionOptions, failed: (error: Error) => void): Asked {
  return {
    ...(checkServerIdentity && {
      checkServerIdentity(host, certificate) {
        try {
          return checkServerIdentity(host, certificate)
        } catch (error) {
          return asError(error)
        }
      },
    }),
    ...(pskCallback && {
      pskCallback(hint) {
        try {
          return pskCallback(hint)
        } catch (error) {
          failed(asError(error))
          return null
        }
      },
    }),
  }
}

/** The handshake, on a connection that is there, through which keepalive must watch too. */
function secure(tcp: Socket, host: string, tls: ConnectionOptions, wire: SocketWire, events: TransportEvents): void {
  try {
    // Loaded when asked for: most instruments speak plain TCP, and node:tls costs start-up time.
    const { connect } = process.getBuiltinModule('node:tls')
    const name = isIP(host) === 0 ? { servername: host } : {} // RFC 6066, section 3: server names are for names
    const asked = caught(tls, (error) => events.lost(error))
    const socket = connect({ host: host.replace(/%.*/, ''), ...name, ...tls, ...asked, socket: tcp })
    wire.madeSecure(socket)
    socket.on('data', (chunk) => events.received(chunk))
    socket.once('secureConnect', () => events.connected())
    socket.on('end', () => events.eof())
    socket.on('error', (error) => events.lost(error))
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
function reader(events: TransportEvents): OnReadOpts {
  return {
    buffer: MEMORY,
    callback: (size) => {
      if (size !== chunk.length) chunk = MEMORY.subarray(0, size)
      events.received(chunk)
      return true
    },
  }
}
