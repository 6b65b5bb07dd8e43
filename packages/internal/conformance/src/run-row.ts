/** Runs one row against one flavour, and closes all that it worked with. */
import type { Peer } from './peers/peer.ts'
import { type PeerOptions, startPeer } from './peers/pool.ts'
import type { Context, Row } from './row.ts'
import type { Subject, SubjectSocket } from './subject.ts'

/** Upper bound of the disposal of a socket, whatever its peer does. */
const DISPOSAL_LIMIT_MS = 60_000

/** `note` is told what the printed table says beside the row; `place` says where each peer listens. */
export async function runRow(
  row: Row,
  subject: Subject,
  note: (text: string) => void,
  place: () => PeerOptions = () => ({}),
): Promise<void> {
  const peers: Peer[] = []
  const sockets: SubjectSocket[] = []
  const keep = (socket: SubjectSocket): SubjectSocket => {
    sockets.push(socket)
    return socket
  }
  const context: Context = {
    subject,
    async peer(device, options) {
      const peer = await startPeer(device, { ...place(), ...options })
      peers.push(peer)
      return peer
    },
    connect: ({ host, port }, options) => keep(subject.connect(host, port, options)),
    connectUrl: (url, options) => keep(subject.connectUrl(url, options)),
    note,
  }
  try {
    await row.run(context)
    for (const socket of sockets) await dispose(socket)
  } catch (error) {
    for (const socket of sockets) dispose(socket).catch(() => undefined)
    throw error
  } finally {
    await Promise.all(peers.map((peer) => peer.close()))
  }
}

/** Nothing hangs, also not at the end of a row. */
async function dispose(socket: SubjectSocket): Promise<void> {
  const late = Promise.withResolvers<never>()
  const message = `a socket in state ${socket.state} was not disposed of in ${DISPOSAL_LIMIT_MS} ms`
  const timer = setTimeout(() => late.reject(new Error(message)), DISPOSAL_LIMIT_MS)
  await Promise.race([socket[Symbol.asyncDispose](), late.promise])
  clearTimeout(timer)
}
