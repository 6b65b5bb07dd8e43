/** A subscriber to the lines of an instrument that does not read: nobody else waits for it, and what it misses shows. */
import { connect } from '@nats-io/transport-node'
import { NatsServer } from '@sockio/integration'
import type { Part } from '../part.ts'
import { Child } from './child.ts'
import { Findings } from './findings.ts'
import { HubChild } from './hubs.ts'
import { Judge } from './judge.ts'

const LINES = 400_000
const LINE = `${'x'.repeat(250)}\n`

export const slow: Part = {
  name: 'slow',
  says: 'a subscriber to lines that does not read: nobody else waits for it',
  async run(scale) {
    const findings = new Findings()
    // A server that gives up early on whoever does not read.
    await using server = await NatsServer.start({ config: 'max_pending: 1MB\nwrite_deadline: "500ms"' })
    await using judge = await Judge.start(0)
    const hub = new HubChild({
      nats: { servers: server.url, prefix: 'lab', ttl: 5000 },
      url: judge.url,
      listen: [],
      stream: '^x',
    })
    await hub.until('owner')
    const sleeper = new Child<{ readonly listens: boolean }>('slow-process.ts', { servers: server.url })
    await sleeper.next(({ listens }) => listens)
    const reader = await connect({ servers: server.url })
    const heard: number[] = []
    const wake: () => void = () => undefined
    reader.subscribe('lab.psu1.lines', {
      callback: (_, message) => {
        heard.push(Number(message.headers?.get('Sockio-Number')))
        wake()
      },
    })
    const ask = async (token: string) =>
      (await reader.request('lab.psu1.query', `GET? ${token}`, { timeout: 60_000 })).string()
    findings.expect((await ask('before')) === 'before', 'a query was not answered')
    sleeper.signal('SIGSTOP')
    const count = Math.ceil((LINES * scale) / 1000) * 1000
    const slowest: number[] = []
    for (let n = 0; n < count; n += 1000) {
      judge.say(LINE.repeat(1000))
      const begin = performance.now()
      const reply = await ask(String(n))
      slowest.push(performance.now() - begin)
      findings.expect(reply === String(n), `GET? ${n} was answered with ${reply}`)
    }
    findings.figure('lines beside a subscriber that does not read', count)
    findings.figure('heard by one that does', heard.length)
    findings.figure('slowest query meanwhile, ms', Math.round(Math.max(...slowest)))
    findings.expect(
      heard.every((n, i) => i === 0 || n > (heard[i - 1] ?? 0)),
      'lines came in another order',
    )
    findings.expect(heard.length > 0, 'the one that reads heard nothing')
    wake()
    await reader.close()
    await Promise.all([sleeper.kill(), hub.kill()])
    return findings.result
  },
}
