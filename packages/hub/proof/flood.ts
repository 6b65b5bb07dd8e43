/** Clients without manners: some send without end and read nothing, some stay in the middle of a line. */
import { Peer } from './peer.ts'

/** Sent at once, as long as the hub takes it. */
const PIECE = 200

export class Flood {
  readonly #floods: Peer[] = []
  readonly #halves: Peer[] = []

  async start(address: string, floods: number, halves: number): Promise<void> {
    for (let i = 0; i < floods; i++) this.#floods.push(await flooding(address, i))
    for (let i = 0; i < halves; i++) this.#halves.push((await Peer.to(address)).send(`H${i}:0:`))
  }

  /** How much they had sent, and what becomes of the lines once they are whole. */
  async end(): Promise<{ readonly megabytes: number; readonly finished: number; readonly lost: number }> {
    const sent = this.#floods.reduce((sum, { socket }) => sum + socket.bytesWritten, 0)
    for (const { socket } of this.#floods) socket.destroy()
    const whole = this.#halves.map((peer, i) => peer.ask('q?').then((reply) => reply === `H${i}:0:q?`))
    const finished = (await Promise.all(whole)).filter(Boolean).length
    for (const peer of this.#halves) peer[Symbol.dispose]()
    return { megabytes: Math.round(sent / 1e6), finished, lost: whole.length - finished }
  }
}

async function flooding(address: string, i: number): Promise<Peer> {
  const peer = await Peer.to(address)
  peer.socket.pause()
  let n = 0
  const more = () => {
    const piece = () => Array.from({ length: PIECE }, () => `F${i}:${n++}:${n % 2 === 0 ? 'q?' : 'w'}\n`).join('')
    while (!peer.socket.destroyed && peer.socket.write(piece()));
  }
  peer.socket.on('drain', more)
  more()
  return peer
}
