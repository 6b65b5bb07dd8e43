/** The worker thread of the peers: a flavour that blocks its own thread must not stop its instrument. */
import { Worker } from 'node:worker_threads'
import type { Reply, SimulateOptions } from '@sockio/sim'
import { Peer } from './peer.ts'
import { perform } from './played.mjs'

/** A device of `devices.mjs` by its name, with its parameters; or a table of replies, which must be plain data. */
export type PeerDevice =
  | string
  | { readonly name: string; readonly [parameter: string]: unknown }
  | { readonly replies: Readonly<Record<string, Reply>> }

export type PeerOptions = SimulateOptions

interface Answer {
  readonly id: number
  readonly value?: unknown
  readonly error?: Error
}

class Pool {
  readonly #worker = new Worker(new URL('./worker.mjs', import.meta.url))
  readonly #waiting = new Map<number, PromiseWithResolvers<unknown>>()
  #id = 0

  constructor() {
    this.#worker.on('message', ({ id, value, error }: Answer) => {
      const waiting = this.#waiting.get(id)
      this.#waiting.delete(id)
      if (error === undefined) waiting?.resolve(value)
      else waiting?.reject(error)
    })
    this.#worker.on('error', (error) => {
      for (const waiting of this.#waiting.values()) waiting.reject(error)
    })
  }

  ask(peer: number, op: string, args: readonly unknown[]): Promise<unknown> {
    const id = ++this.#id
    const waiting = Promise.withResolvers<unknown>()
    this.#waiting.set(id, waiting)
    this.#worker.postMessage({ id, peer, op, args })
    waiting.promise.catch(() => undefined) // a question that nobody waits for any more is no unhandled rejection
    return waiting.promise
  }

  async stop(): Promise<void> {
    await this.#worker.terminate()
  }
}

let pool: Pool | undefined

/** Starts an instrument; the first one starts the worker. One in memory is in this thread, with those that reach it. */
export async function startPeer(device: PeerDevice, options: PeerOptions = {}): Promise<Peer> {
  const ask = options.memory === undefined ? inWorker() : inThisThread
  const started = (await ask(0, 'start', [device, options])) as { peer: number; host: string; port: number }
  return new Peer(started.host, started.port, (op, ...args) => ask(started.peer, op, args))
}

type Ask = (peer: number, op: string, args: readonly unknown[]) => Promise<unknown>

function inWorker(): Ask {
  pool ??= new Pool()
  return pool.ask.bind(pool)
}

const inThisThread: Ask = async (peer, op, args) => {
  const asked = perform({ peer, op, args: [...args] })
  asked.catch(() => undefined) // a question that nobody waits for any more is no unhandled rejection
  return asked
}

/** Ends the worker with all that is in it. */
export async function stopPeers(): Promise<void> {
  const stopped = pool
  pool = undefined
  await stopped?.stop()
}
