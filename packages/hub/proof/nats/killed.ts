/** Two hubs, and kill -9 of the owner again and again, under the load of clients in several processes. */
import { setTimeout as wait } from 'node:timers/promises'
import { NatsServer } from '@sockio/integration'
import type { Part } from '../part.ts'
import { Findings } from './findings.ts'
import { HubChild } from './hubs.ts'
import { Judge } from './judge.ts'
import { compare, Load } from './load.ts'

const TTL = 2000
const CLIENTS = 5
/** Between two kills, in ms, after the first message of the new owner. */
const PAUSE = 2500
/** Beyond the time to live: a twentieth of it by chance, a tenth to be sure, and connections. */
const MARGIN = 0.2 * TTL
const CONNECT = 1000

export const killed: Part = {
  name: 'killed',
  says: 'kill -9 of the owner, again and again, under the load of 20 clients in 4 processes',
  async run(scale) {
    const findings = new Findings()
    await using server = await NatsServer.start()
    await using judge = await Judge.start(0)
    const settings = { nats: { servers: server.url, prefix: 'lab', ttl: TTL }, url: judge.url, listen: [] }
    let owner = new HubChild(settings)
    await owner.until('owner')
    let other = new HubChild(settings)
    await other.until('standby')
    const url = `${server.url}/lab/psu1`
    const processes = Array.from({ length: 4 }, (_, i) => {
      return { urls: Array(CLIENTS).fill(url), name: `p${i}`, timeout: 2 * TTL, seed: i + 1 }
    })
    const load = new Load(processes)
    await judge.until(() => judge.messages > 100)

    const gaps: number[] = []
    const end = performance.now() + 120_000 * scale
    while (performance.now() < end) {
      const killed = performance.now()
      const dead = String(owner.pid)
      await owner.kill()
      await judge.until(() => judge.reigns.at(-1)?.owner !== dead && judge.reigns.at(-1)?.first !== undefined)
      gaps.push((judge.reigns.at(-1)?.first ?? 0) - killed)
      owner = other
      other = new HubChild(settings)
      await Promise.all([other.until('standby'), wait(PAUSE)])
    }
    compare(await load.stop(), judge, findings)
    findings.figure('kills of the owner', gaps.length)
    findings.figure('gap after a kill, median, ms', median(gaps))
    findings.figure('gap after a kill, longest, ms', Math.round(Math.max(...gaps)))
    const limit = TTL + MARGIN + CONNECT // no verdict of a short form, which runs beside other tests
    findings.expect(
      scale < 1 || Math.max(...gaps) <= limit,
      `a gap was longer than ${limit} ms (ttl ${TTL}, margin ${MARGIN}, connect ${CONNECT})`,
    )
    await Promise.all([owner.kill(), other.kill()])
    return findings.result
  },
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  return Math.round(sorted[sorted.length >> 1] ?? 0)
}
