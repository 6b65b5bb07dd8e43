/** The one timer of a connection: what is due already is judged when the sockets were read, whoever says so, and when. */
import { AsyncResource } from 'node:async_hooks'
import { once } from 'node:events'
import { mkdtempSync, readFile, rmSync } from 'node:fs'
import { connect, createServer, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { Clock } from '../src/clock.ts'
import { systemTime, type TimeSource } from '../src/index.ts'
import { ManualTime } from './manual-time.ts'

// What is written to a Unix socket is there at once: no network of the machine has to run first.
const folder = mkdtempSync(join(tmpdir(), 'clock-'))
const path = join(folder, 'socket')
const server = createServer()

beforeAll(() => once(server.listen(path), 'listening'))
afterAll(() => {
  server.close()
  rmSync(folder, { recursive: true })
})

async function pair(): Promise<readonly [client: Socket, peer: Socket]> {
  const client = connect(path)
  const [peer] = (await once(server, 'connection')) as [Socket]
  return [client, peer]
}

/**
 * What is due already, asked from where files are told of, which is where sockets are read: what comes then is read in the
 * next round. What happened, in its order, once `meanwhile` was done there, too.
 */
async function order(time: TimeSource, meanwhile: (say: () => void) => void): Promise<string[]> {
  const [client, peer] = await pair()
  const happened: string[] = []
  await new Promise<void>((resolve) => {
    const host = {
      heard: false,
      fired: () => {
        happened.push('fired')
        resolve()
      },
    }
    const clock = new Clock(time, new AsyncResource('test'), host)
    client.on('data', (chunk) => {
      host.heard = true
      happened.push(String(chunk))
    })
    readFile(import.meta.filename, () => {
      clock.alarm(time.now())
      meanwhile(() => peer.write('unasked'))
    })
  })
  client.destroy()
  return happened
}

it.each([
  ['that of the system', systemTime],
  ['another', new ManualTime()],
])('what is due already waits for what lies in the kernel: by a clock that is %s', async (_which, time) => {
  expect(await order(time, (say) => say())).toEqual(['unasked', 'fired'])
})

it('a round in the midst of which the program computes is no look at what came meanwhile', async () => {
  const [other, its] = await pair()
  const happened = order(systemTime, (say) => {
    other.once('data', () => {
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 30)
      say()
    })
    its.write('work')
  })
  expect(await happened).toEqual(['unasked', 'fired'])
  other.destroy()
})
