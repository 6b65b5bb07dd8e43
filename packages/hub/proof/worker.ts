/** One process of the proof: instruments, a hub, or clients, as its parent tells it. */
import { simulate } from '@sockio/sim'
import { Hub, type HubSettings } from '../src/index.ts'
import { type CrowdReport, crowd } from './crowd.ts'
import { Flood } from './flood.ts'
import { Judge, type Verdict } from './judge.ts'
import { Peer } from './peer.ts'

/** What a parent asks, and what it is answered. */
export type Order =
  | { readonly do: 'simulate'; readonly devices: number }
  | { readonly do: 'verdicts' }
  | { readonly do: 'share'; readonly settings: HubSettings }
  | { readonly do: 'memory' }
  | {
      readonly do: 'crowd'
      readonly addresses: readonly string[]
      readonly clients: number
      readonly exchanges: number
      readonly prefix: string
      readonly seed: number
    }
  | { readonly do: 'connect'; readonly addresses: readonly string[] }
  | { readonly do: 'ask'; readonly exchanges: number }
  | { readonly do: 'flood'; readonly address: string; readonly floods: number; readonly halves: number }
  | { readonly do: 'flooded' }
  | { readonly do: 'end' }

export type Flooded = Awaited<ReturnType<Flood['end']>>

export interface Asked {
  readonly crossed: number
  readonly ms: number
  readonly latencies: readonly number[]
}

const judges: Judge[] = []
const peers: Peer[] = []
const flood = new Flood()
let hub: Hub | undefined

async function obey(order: Order): Promise<unknown> {
  switch (order.do) {
    case 'simulate': {
      const urls: string[] = []
      for (let i = 0; i < order.devices; i++) {
        const judge = new Judge()
        judges.push(judge)
        urls.push((await simulate(judge.device)).url)
      }
      return urls
    }
    case 'verdicts':
      return judges.map(({ verdict }): Verdict => verdict)
    case 'share':
      hub = await Hub.start(order.settings)
      return hub.instruments.map(({ listens }) => listens)
    case 'memory':
      globalThis.gc?.()
      return process.memoryUsage.rss()
    case 'crowd': {
      const { addresses, ...options } = order
      const connect = (client: number) => Peer.to(addresses[client % addresses.length] ?? '')
      return (await crowd({ ...options, connect })) satisfies CrowdReport
    }
    case 'connect':
      for (const address of order.addresses) peers.push(await Peer.to(address))
      return peers.length
    case 'ask':
      return await ask(order.exchanges)
    case 'flood':
      return await flood.start(order.address, order.floods, order.halves)
    case 'flooded':
      return (await flood.end()) satisfies Flooded
    case 'end':
      for (const peer of peers) peer.socket.destroy()
      await hub?.close()
      process.exit(0)
  }
}

/** Each of the peers asks, one query after the other. */
async function ask(exchanges: number): Promise<Asked> {
  const latencies: number[] = []
  let crossed = 0
  const began = performance.now()
  await Promise.all(
    peers.map(async (peer, i) => {
      for (let n = 0; n < exchanges; n++) {
        const request = `${process.pid}-${i}:${n}:q?`
        const since = performance.now()
        if ((await peer.ask(request)) !== request) crossed++
        latencies.push(performance.now() - since)
      }
    }),
  )
  return { crossed, ms: performance.now() - began, latencies }
}

process.on('message', (order: Order) => {
  obey(order).then(
    (value) => process.send?.({ value }),
    (error) => process.send?.({ error: error instanceof Error ? error.stack : String(error) }),
  )
})
process.on('disconnect', () => process.exit(0))
