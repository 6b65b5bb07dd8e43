/** Three servers of NATS keep the leases together; one after the other is killed, with the owner in between. */
import { setTimeout as delay } from 'node:timers/promises'
import { natsCluster } from '@sockio/integration'
import type { Part } from '../part.ts'
import { Findings } from './findings.ts'
import { HubChild } from './hubs.ts'
import { Judge } from './judge.ts'
import { compare, Load } from './load.ts'

/** To choose who leads takes NATS up to nine seconds. */
const TTL = 30_000
const CLIENTS = 5

export const cluster: Part = {
  name: 'cluster',
  says: 'one server of three is killed, and then another: the owner stays',
  async run(scale) {
    const findings = new Findings()
    const servers = await natsCluster()
    await using judge = await Judge.start(0)
    const urls = servers.map(({ url }) => url)
    const settings = { nats: { servers: urls, prefix: 'lab', ttl: TTL }, url: judge.url, listen: [] }
    const hubs = [new HubChild(settings), new HubChild(settings)]
    await Promise.any(hubs.map((hub) => hub.until('owner')))
    const url = `nats://${urls.map((each) => each.replace('nats://', '')).join(',')}/lab/psu1`
    await using load = new Load([{ urls: Array(CLIENTS).fill(url), name: 'p', timeout: 2 * TTL, seed: 1 }])
    const more = async () => {
      const { messages } = judge
      await judge.until(() => judge.messages > messages + 200)
    }
    const rounds = Math.ceil(6 * scale)
    for (let round = 0; round < rounds; round++) {
      await more()
      const server = servers[round % servers.length]
      await server?.stop('SIGKILL')
      await delay((TTL / 2) * scale) // in the whole proof, the lease is renewed by the two that are left
      await more()
      await server?.start()
    }
    await more()
    compare(await load.stop(), judge, findings)
    findings.figure('servers killed', rounds)
    findings.figure('owners', judge.reigns.length)
    findings.expect(judge.reigns.length === 1, 'the owner lost its lease, though two servers of three were there')
    await Promise.all(hubs.map((hub) => hub.kill()))
    await Promise.all(servers.map((server) => server[Symbol.asyncDispose]()))
    return findings.result
  },
}
