/** The one timer of a connection: what is due already is judged when the sockets were read, whoever says so, and when. */
import { AsyncResource } from 'node:async_hooks'
import { once } from 'node:events'
import { readFile } from 'node:fs'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'
import { expect, it } from 'vitest'
import { Clock } from '../src/clock.ts'
import { systemTime } from '../src/index.ts'
import { ManualTime } from './manual-time.ts'

it.each([
  ['that of the system', systemTime],
  ['another', new ManualTime()],
])('what is due already waits for what lies in the kernel: by a clock that is %s', async (_which, time) => {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const client = connect((server.address() as AddressInfo).port, '127.0.0.1')
  const [peer] = (await once(server, 'connection')) as [Socket]
  const order: string[] = []
  const over = new Promise<void>((resolve) => {
    const host = {
      heard: false,
      fired: () => {
        order.push('fired')
        resolve()
      },
    }
    const clock = new Clock(time, new AsyncResource('test'), host)
    client.on('data', (chunk) => {
      host.heard = true
      order.push(String(chunk))
    })
    // Files are told of where sockets are read: what comes now is read in the next round.
    readFile(import.meta.filename, () => {
      peer.write('unasked')
      clock.alarm(time.now())
    })
  })
  await over
  expect(order).toEqual(['unasked', 'fired'])
  client.destroy()
  server.close()
})
