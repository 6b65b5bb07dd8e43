/** Many clients of one hub, on TCP and over NATS, with random limits, goodbyes and holds: no reply is another's. */
import { NatsServer } from '@sockio/integration'
import type { Part } from '../part.ts'
import { Findings } from './findings.ts'
import { HubChild } from './hubs.ts'
import { Judge } from './judge.ts'
import { compare, Load } from './load.ts'

const CLIENTS = 50
const CALLS = 1_000_000

export const mixed: Part = {
  name: 'mixed',
  says: "50 clients, on TCP and over NATS, with random limits, goodbyes and holds: no reply is another's",
  async run(scale) {
    const findings = new Findings()
    await using server = await NatsServer.start()
    await using judge = await Judge.start(0)
    const hub = new HubChild({
      nats: { servers: server.url, prefix: 'lab', ttl: 5000 },
      url: judge.url,
      listen: ['127.0.0.1:0'],
    })
    await hub.until('owner')
    const [, at] = / on (\S+), owner$/.exec(hub.heard.findLast(({ line }) => line !== undefined)?.line ?? '') ?? []
    const urls = [`${server.url}/lab/psu1`, `tcp://${at}`]
    const calls = Math.ceil((CALLS * scale) / 2)
    const begin = performance.now()
    const processes = ['a', 'b'].map((name, i) => {
      const mixed = Array.from({ length: CLIENTS / 2 }, (_, n) => urls[n % 2] as string)
      return { urls: mixed, name, calls, rough: true, timeout: 60_000, seed: i + 1 }
    })
    await using load = new Load(processes)
    compare(await load.over, judge, findings)
    const seconds = (performance.now() - begin) / 1000
    findings.figure('clients, half of them over NATS', CLIENTS)
    findings.figure('exchanges per second', Math.round(judge.messages / seconds))
    await hub.kill()
    return findings.result
  },
}
