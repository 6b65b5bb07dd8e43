/** The owner is stopped for longer than its lease, as a laptop that sleeps, and goes on: not one byte may come of it then. */
import { NatsServer } from '@sockio/integration'
import type { Part } from '../part.ts'
import { Findings } from './findings.ts'
import { HubChild } from './hubs.ts'
import { Judge } from './judge.ts'
import { compare, Load } from './load.ts'

const TTL = 1500
const CLIENTS = 5

export const stopped: Part = {
  name: 'stopped',
  says: 'the owner is stopped for longer than its lease, and goes on: not one byte may come of it then',
  async run(scale) {
    const findings = new Findings()
    await using server = await NatsServer.start()
    await using judge = await Judge.start(0)
    const settings = { nats: { servers: server.url, prefix: 'lab', ttl: TTL }, url: judge.url, listen: [] }
    const hubs = [new HubChild(settings), new HubChild(settings)] as const
    await Promise.any(hubs.map((hub) => hub.until('owner')))
    const url = `${server.url}/lab/psu1`
    await using load = new Load([{ urls: Array(CLIENTS).fill(url), name: 'p', timeout: 4 * TTL, seed: 1 }])
    const rounds = Math.ceil(10 * scale)
    for (let round = 0; round < rounds; round++) {
      await judge.until(() => (judge.reigns.at(-1)?.messages ?? 0) > 100)
      const reigns = judge.reigns.length
      const name = judge.reigns.at(-1)?.owner
      const asleep = hubs.find(({ pid }) => String(pid) === name) as HubChild
      // Not between its look at the lease and its write, which takes some microseconds: it waits for an answer.
      await judge.keep()
      asleep.signal('SIGSTOP')
      // The next owns it, and works; then the first goes on, with all that it had in hand and all that came meanwhile.
      await judge.until(() => judge.reigns.length > reigns && (judge.reigns.at(-1)?.messages ?? 0) > 100)
      const standby = asleep.until('standby')
      judge.give()
      asleep.signal('SIGCONT')
      await standby
      const { messages } = judge
      await judge.until(() => judge.messages > messages + 100)
      findings.expect(judge.reigns.length === reigns + 1, `round ${round}: the one that had been stopped came back`)
    }
    compare(await load.stop(), judge, findings)
    findings.figure('owners stopped for longer than their lease', rounds)
    await Promise.all(hubs.map((hub) => hub.kill()))
    return findings.result
  },
}
