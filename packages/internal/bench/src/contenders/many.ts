/** A thousand connections at once, each of which asks again when it has its reply. */
import type { Socket } from 'node:net'
import { TCP } from '@sockio/aio'
import { bareSocket } from '../bare-socket.ts'
import type { Contender } from '../workload.ts'
import { asker } from './bare.ts'
import { check, REQUEST } from './request.ts'

const CONNECTIONS = 1000

async function all<T>(make: () => Promise<T>): Promise<T[]> {
  const made: T[] = []
  while (made.length < CONNECTIONS) made.push(...(await Promise.all(Array.from({ length: 50 }, make))))
  return made
}

export function repeater(socket: Socket): (count: () => boolean) => Promise<void> {
  let replied = (_chunk: Buffer) => {}
  socket.on('data', (chunk) => replied(chunk))
  return (count) =>
    new Promise((resolve) => {
      const ask = () => (count() ? socket.write(REQUEST) : resolve())
      replied = (chunk) => {
        check(chunk)
        ask()
      }
      ask()
    })
}

/** True as often as there are requests left. */
export function counter(n: number): () => boolean {
  let left = n
  return () => left-- > 0
}

export const manyBare: Contender = {
  name: 'bare net.Sockets',
  async open(port) {
    const sockets = await all(() => bareSocket(port))
    const repeaters = sockets.map(repeater)
    return {
      async go(n) {
        const count = counter(n)
        await Promise.all(repeaters.map((ask) => ask(count)))
      },
      close: () => sockets.forEach((socket) => void socket.destroy()),
    }
  },
}

/** Whole lines, as text, awaited. */
export const manyPromises: Contender = {
  name: 'bare net.Sockets, lines and promises',
  async open(port) {
    const askers = await all(() => asker(port))
    return {
      async go(n) {
        const count = counter(n)
        const ask = async ({ query }: Awaited<ReturnType<typeof asker>>) => {
          while (count()) check(await query())
        }
        await Promise.all(askers.map(ask))
      },
      close: () => askers.forEach(({ close }) => void close()),
    }
  },
}

export const manyAio: Contender = {
  name: 'aio',
  async open(port) {
    const sockets = await all(async () => {
      const sock = new TCP('127.0.0.1', port)
      await sock.open()
      return sock
    })
    return {
      async go(n) {
        const count = counter(n)
        const ask = async (sock: TCP) => {
          while (count()) check(await sock.query(REQUEST))
        }
        await Promise.all(sockets.map(ask))
      },
      close: () => Promise.all(sockets.map((sock) => sock.close())),
    }
  },
}
