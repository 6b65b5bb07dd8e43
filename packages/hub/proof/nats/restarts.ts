/** The server of NATS restarts, gracefully and by kill -9, under load: calls end, and go on when it is back. */
import { NatsServer } from '@sockio/integration'
import type { Part } from '../part.ts'
import { Findings } from './findings.ts'
import { HubChild } from './hubs.ts'
import { Judge } from './judge.ts'
import { compare, Load } from './load.ts'

const TTL = 3000
const CLIENTS = 5

export const restarts: Part = {
  name: 'restarts',
  says: 'nats-server restarts, by SIGTERM and by kill -9, under load',
  async run(scale) {
    const findings = new Findings()
    await using server = await NatsServer.start()
    await using judge = await Judge.start(0)
    const settings = { nats: { servers: server.url, prefix: 'lab', ttl: TTL }, url: judge.url, listen: [] }
    const hubs = [new HubChild(settings), new HubChild(settings)]
    await Promise.any(hubs.map((hub) => hub.until('owner')))
    const url = `${server.url}/lab/psu1`
    await using load = new Load([{ urls: Array(CLIENTS).fill(url), name: 'p', timeout: 4 * TTL, seed: 1 }])
    const rounds = Math.ceil(20 * scale)
    for (let round = 0; round < rounds; round++) {
      const { messages } = judge
      await judge.until(() => judge.messages > messages + 200)
      await server.stop(round % 2 === 0 ? 'SIGTERM' : 'SIGKILL')
      await server.start()
    }
    const { messages } = judge
    await judge.until(() => judge.messages > messages + 200)
    compare(await load.stop(), judge, findings)
    findings.figure('restarts of nats-server', rounds)
    findings.figure('owners', judge.reigns.length)
    await Promise.all(hubs.map((hub) => hub.kill()))
    return findings.result
  },
}
