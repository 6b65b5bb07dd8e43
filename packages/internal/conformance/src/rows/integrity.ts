/** The first promise: a reply never reaches the wrong caller, whatever goes wrong in between. */
import assert from 'node:assert/strict'
import { setTimeout as wait } from 'node:timers/promises'
import type { Peer } from '../peers/peer.ts'
import { type Context, type Run, table } from '../row.ts'
import type { SubjectOptions, SubjectSocket } from '../subject.ts'

const CALLERS = 100
/** As many as the reliability run has reason to ask for, with `TABLE=whole`. */
const CHECKED_REPLIES = process.env.TABLE === 'whole' ? 3000 : 1000
/** Only what hangs takes so long. */
const LONGEST_MS = 100_000

interface Tally {
  checked: number
  failed: number
  readonly codes: Map<string, number>
}

/** Asks again and again, with limits that often cut a call short; each reply must be that of its own request. */
async function caller(sock: SubjectSocket, id: number, tally: Tally, done: () => boolean): Promise<void> {
  for (let n = 0; !done(); n++) {
    const chance = Math.random()
    const limit = chance < 0.7 ? 2000 : 1 + Math.random() * 60
    const aborts = Math.random() < 0.3
    const options = aborts ? { signal: AbortSignal.timeout(Math.ceil(limit)) } : { timeout: limit }
    const key = `${id}.${n}`
    try {
      const reply =
        n % 2 === 0 ? await sock.query(`Q${key}`, options) : String(await sock.writeReadLine(`Q${key}\n`, options))
      assert.equal(reply.trimEnd(), `A${key}`)
      tally.checked++
    } catch (error) {
      if (!(error instanceof Error) || !('code' in error) || !String(error.code).startsWith('SOCKIO_')) throw error
      tally.failed++
      tally.codes.set(String(error.code), (tally.codes.get(String(error.code)) ?? 0) + 1)
    }
  }
}

/** Cuts connections as the replies come, not as time passes: on a slow machine hardly one would come between two cuts. */
async function disturb(device: Peer, tally: Tally, done: () => boolean): Promise<void> {
  while (!done()) {
    const next = tally.checked + 5 + Math.random() * 40
    while (tally.checked < next && !done()) await wait(5)
    const chance = Math.random()
    if (chance < 0.4)
      device.disconnect('reset') // not awaited: with no client it would wait for one
    else if (chance < 0.8) device.disconnect('end')
    else await device.reboot(10)
  }
}

function integrity(options: SubjectOptions, resets: boolean): Run {
  return async ({ peer, connect, note }: Context) => {
    const device = await peer({ name: 'numbered', share: 0.05, longest: 30 })
    const sock = connect(device, {
      reconnect: { retries: Number.POSITIVE_INFINITY, minDelay: 1, maxDelay: 10 },
      ...options,
    })
    const tally: Tally = { checked: 0, failed: 0, codes: new Map() }
    const end = performance.now() + LONGEST_MS
    let over = false
    const done = () => over || tally.checked >= CHECKED_REPLIES || performance.now() > end
    const callers = Array.from({ length: CALLERS }, (_, id) => caller(sock, id, tally, done))
    try {
      await Promise.all([...callers, ...(resets ? [disturb(device, tally, done)] : [])])
    } finally {
      over = true // one wrong reply ends the row for all callers
    }
    const codes = [...tally.codes].map(([code, count]) => `${count} ${code.slice('SOCKIO_'.length)}`)
    note(`${tally.checked} replies checked, ${tally.failed} calls failed (${codes.join(', ')})`)
    assert(tally.checked >= CHECKED_REPLIES, `only ${tally.checked} replies in ${LONGEST_MS} ms`)
    assert(tally.failed > 0, 'no call was cut short: nothing was tested')
    assert.equal(await sock.query('Q0', { retries: 5 }), 'A0') // a last disturbance may still be under way
  }
}

export const integrityRows = table('1 a reply always belongs to its request', {
  'reconnect, pipeline 1': integrity({ resync: 'reconnect', pipeline: 1 }, true),
  'reconnect, pipeline 8': integrity({ resync: 'reconnect', pipeline: 8 }, true),
  'reconnect, pipeline 8, retries': integrity({ resync: 'reconnect', pipeline: 8, retries: 3 }, true),
  'discard, pipeline 1': integrity({ resync: 'discard', pipeline: 1 }, false),
  'discard, pipeline 8': integrity({ resync: 'discard', pipeline: 8 }, false),
  'discard, pipeline 8, with resets': integrity({ resync: 'discard', pipeline: 8 }, true),
})
