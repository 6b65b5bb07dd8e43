/**
 * The owner is cut off from NATS and not from its instrument: it must stop before the next one starts. This process is in a
 * network of its own with NATS and the other hub, and the owner in another, with a cable that can be pulled; it reaches the instrument by a Unix socket, which no namespace divides.
 */
import { execFile } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { promisify } from 'node:util'
import { NatsServer } from '@sockio/integration'
import { NAMESPACE } from '../../../internal/reliability/src/network/ability.ts'
import { Wire } from '../../../internal/reliability/src/network/wire.ts'
import type { Result } from '../part.ts'
import { settings } from './child.ts'
import { Findings } from './findings.ts'
import { HubChild } from './hubs.ts'
import { Judge } from './judge.ts'
import { compare, Load } from './load.ts'

const ip = (...args: readonly string[]) => promisify(execFile)('ip', args)
const TTL = 1500
const CLIENTS = 5
const HERE = '192.0.2.1'
const THERE = '192.0.2.2'

/** Gives the other end of the cable to that process, which is in a network of its own. */
async function plugIn(pid: number): Promise<void> {
  await ip('link', 'set', 'wire1', 'netns', String(pid))
  const inside = ['--net', '--target', String(pid), 'ip']
  for (const line of ['link set lo up', `addr add ${THERE} peer ${HERE} dev wire1`, 'link set wire1 up']) {
    await promisify(execFile)('nsenter', [...inside, ...line.split(' ')])
  }
}

export interface PartitionMessage {
  readonly result: Result
}

type Keep = <T extends AsyncDisposable>(made: T) => T

async function run(scale: number, keep: Keep): Promise<Result> {
  const findings = new Findings()
  const directory = await mkdtemp(join(tmpdir(), 'sockio-hub-'))
  await ip('link', 'set', 'lo', 'up')
  const wire = keep(await Wire.start())
  for (const line of [`addr add ${HERE} peer ${THERE} dev wire0`, 'link set wire0 up']) await ip(...line.split(' '))
  const server = keep(await NatsServer.start({ host: '0.0.0.0' }))
  const judge = keep(await Judge.start(join(directory, 'instrument')))
  const facade = join(directory, 'facade')
  const shared = { url: judge.url, listen: [] }
  const here = { ...shared, nats: { servers: server.url, prefix: 'lab', ttl: TTL } }
  // It waits for its cable before it looks for NATS.
  const cut = new HubChild(
    {
      ...shared,
      listen: [`unix:${facade}`],
      nats: { servers: `nats://${HERE}:${server.port}`, prefix: 'lab', ttl: TTL },
      waits: true,
    },
    NAMESPACE,
  )
  await cut.next(({ waits }) => waits === true)
  await plugIn(cut.pid)
  cut.send({ go: true })
  await cut.until('owner')
  const other = new HubChild(here)
  await other.until('standby')
  // It has work that does not come by NATS: clients of its own façade, which would go on if it did.
  const urls = [...Array(CLIENTS).fill(`${server.url}/lab/psu1`), ...Array(CLIENTS).fill(`unix://${facade}`)]
  const load = keep(new Load([{ urls, name: 'p', timeout: 2 * TTL, seed: 1 }]))
  const rounds = Math.ceil(8 * scale)
  for (let round = 0; round < rounds; round++) {
    await judge.until(() => (judge.reigns.at(-1)?.messages ?? 0) > 100)
    const reigns = judge.reigns.length
    const was = judge.reigns.at(-1)?.owner === String(cut.pid) ? cut : other
    if (was === cut) {
      await wire.cut()
      await judge.until(() => judge.reigns.length > reigns && (judge.reigns.at(-1)?.messages ?? 0) > 100)
      await wire.mend()
      await cut.until('standby')
    } else {
      // The other gives it back, so that the one with the cable has it again.
      other.signal('SIGSTOP')
      await judge.until(() => judge.reigns.length > reigns)
      other.signal('SIGCONT')
      await other.until('standby')
    }
    await wait(1)
  }
  compare(await load.stop(), judge, findings)
  findings.figure('owners cut off or stopped', rounds)
  findings.figure('owners', judge.reigns.length)
  await Promise.all([cut.kill(), other.kill()])
  await rm(directory, { recursive: true, force: true })
  return findings.result
}

const { scale } = settings<{ readonly scale: number }>()
const kept: AsyncDisposable[] = [] // `await using` is of Node 24, and this is run as it stands
const keep: Keep = (made) => {
  kept.push(made)
  return made
}
try {
  const message: PartitionMessage = { result: await run(scale, keep) }
  process.send?.(message, () => process.disconnect())
} finally {
  for (const made of kept.reverse()) await made[Symbol.asyncDispose]()
}
