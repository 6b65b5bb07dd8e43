/** Many clients of every kind of manners at once; each knows what it has asked, and takes nothing else for its reply. */
import { setTimeout as wait } from 'node:timers/promises'
import type { Peer } from './peer.ts'

export interface CrowdOptions {
  readonly clients: number
  /** Exchanges of all clients together, at least. */
  readonly exchanges: number
  readonly connect: (client: number) => Promise<Peer>
  readonly seed?: number
  /** What names begin with: clients of several processes must not have the same. */
  readonly prefix?: string
}

export interface CrowdReport {
  exchanges: number
  /** Replies that were another's. */
  readonly crossed: string[]
  /** Sessions that the client has left in the middle, and that the hub has ended. */
  left: number
  ended: number
  holds: number
  /** Latencies of plain queries, in ms. */
  readonly latencies: number[]
}

/** A generator of numbers from 0 to 1, the same for the same seed. */
function random(seed: number): () => number {
  let state = seed >>> 0 || 1
  return () => {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    return (state >>> 0) / 2 ** 32
  }
}

/** Runs them; what it reports is judged by its caller. */
export async function crowd(options: CrowdOptions): Promise<CrowdReport> {
  const { clients, exchanges, seed = 1 } = options
  const report: CrowdReport = { exchanges: 0, crossed: [], left: 0, ended: 0, holds: 0, latencies: [] }
  const share = Math.ceil(exchanges / clients)
  await Promise.all(
    Array.from({ length: clients }, (_, i) => new Member(i, random(seed * 7919 + i + 1), options, report).run(share)),
  )
  return report
}

/** Thrown when the hub has hung up: the session is over, and the next one begins. */
class Ended extends Error {}

class Member {
  readonly #client: number
  readonly #name: string
  readonly #random: () => number
  readonly #connect: CrowdOptions['connect']
  readonly #report: CrowdReport
  #n = 0
  #peer: Peer | undefined

  constructor(client: number, next: () => number, { connect, prefix = 'C' }: CrowdOptions, report: CrowdReport) {
    this.#client = client
    this.#name = `${prefix}${client}`
    this.#random = next
    this.#connect = connect
    this.#report = report
  }

  async run(exchanges: number): Promise<void> {
    while (this.#n < exchanges) {
      this.#peer ??= await this.#connect(this.#client)
      const peer = this.#peer
      try {
        await this.#act(peer)
      } catch (error) {
        if (!(error instanceof Ended)) throw error
        this.#report.ended++
        this.#leave()
      }
    }
    this.#leave()
  }

  async #act(peer: Peer): Promise<void> {
    const dice = this.#random()
    if (dice < 0.7) await this.#query(peer)
    else if (dice < 0.8) await this.#burst(peer)
    else if (dice < 0.85) peer.send(`${this.#next('w')}\n`)
    else if (dice < 0.9) await this.#checked(peer)
    else if (dice < 0.94) await this.#hold(peer)
    else if (dice < 0.97) await this.#giveUp(peer, 'q?')
    else if (dice < 0.999) await this.#giveUp(peer, 'slow?')
    else await this.#expect(peer, this.#next('dead?')) // the hub hangs up
  }

  #next(kind: string): string {
    this.#report.exchanges++
    return `${this.#name}:${this.#n++}:${kind}`
  }

  async #query(peer: Peer): Promise<void> {
    const began = performance.now()
    await this.#expect(peer, this.#next('q?'))
    this.#report.latencies.push(performance.now() - began)
  }

  async #expect(peer: Peer, request: string): Promise<void> {
    peer.send(`${request}\n`)
    await this.#reply(peer, request)
  }

  async #reply(peer: Peer, request: string): Promise<void> {
    let reply: string
    try {
      reply = await peer.line()
    } catch {
      throw new Ended()
    }
    if (reply !== request) this.#report.crossed.push(`${request} got ${reply}`)
  }

  /** Several at once, without waiting. */
  async #burst(peer: Peer): Promise<void> {
    const requests = [this.#next('q?'), this.#next('w'), this.#next('q?'), this.#next('q?')]
    peer.send(`${requests.join('\n')}\n`)
    for (const request of requests) if (request.endsWith('?')) await this.#reply(peer, request)
  }

  /** A write and the question for its errors. */
  async #checked(peer: Peer): Promise<void> {
    const [command, question] = [this.#next('c'), this.#next('e?')]
    peer.send(`${command}\n${question}\n`)
    await this.#reply(peer, question)
  }

  /** Some forget to give it back, and some die of it. */
  async #hold(peer: Peer): Promise<void> {
    this.#report.holds++
    peer.send('++hold 60000\n')
    for (const step of ['h1?', 'h2?', 'h3?']) await this.#expect(peer, this.#next(step))
    if (this.#random() < 0.8) peer.send('++release\n')
    else this.#leave()
  }

  /** Asks, and is gone, sooner or later, one way or the other. */
  async #giveUp(peer: Peer, kind: string): Promise<void> {
    peer.send(`${this.#next(kind)}\n${this.#next('q?')}\n`)
    await wait(4 * this.#random())
    this.#report.left++
    this.#leave()
  }

  #leave(): void {
    const peer = this.#peer
    this.#peer = undefined
    if (this.#random() < 0.5) peer?.reset()
    else peer?.socket.destroy()
  }
}
