/** No reply is another's, no request comes twice, and nobody comes into a hold, whatever the others do. */
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { crowd } from '../proof/crowd.ts'
import { Judge } from '../proof/judge.ts'
import { Peer } from '../proof/peer.ts'
import { share } from './rig/shared.ts'

/** Another crowd each time; what this one did can be had again, but for the order of the machine. */
const seed = Number(process.env.CROWD_SEED ?? Date.now() % 2 ** 31)

test.each([
  { name: 'reconnecting', options: {} },
  { name: 'discarding late replies', options: { resync: 'discard' as const }, late: 350 },
  // One connection: what was sent on a lost one may reach the instrument behind what comes on the next.
  { name: 'with four under way', options: { pipeline: 4, resync: 'discard' as const }, late: 350 },
])(`a crowd, $name (CROWD_SEED=${seed})`, async ({ options, late }) => {
  const judge = new Judge(late === undefined ? {} : { late })
  await using shared = await share(judge.device, {
    instrument: {
      options: { ...options, timeout: 60_000 },
      rules: [{ match: ':dead', timeout: 300 }],
      listen: ['127.0.0.1:0', `unix:${join(tmpdir(), `hub-crowd-${process.pid}.sock`)}`],
    },
  })
  const facades = shared.hub.instruments[0]?.listens ?? []
  const report = await crowd({
    seed,
    clients: 20,
    exchanges: 4000,
    connect: (client) => Peer.to(facades[client % 2] ?? ''),
  })
  expect(report.crossed).toEqual([])
  expect(judge.verdict.twice).toEqual([])
  expect(judge.verdict.intruders).toEqual([])
  expect(report.left).toBeGreaterThan(50)
  expect(report.holds).toBeGreaterThan(20)
  expect(judge.verdict.requests).toBeGreaterThan(2500)
  await expect.poll(() => shared.owner.state.clients.length).toBe(0)
  expect(shared.owner.state.hold).toBe(undefined)
})
