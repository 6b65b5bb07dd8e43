/** Section 2.5: streams that are not read fast enough. */
import assert from 'node:assert/strict'
import { raw } from '@sockio/sim'
import { failure } from '../failure.ts'
import { all, indices, take } from '../pull.ts'
import { table } from '../row.ts'
import { until } from '../until.ts'

export const streamOverflowRows = table('2.5 slow consumers', {
  'a slow consumer holds the peer up, and nothing is lost': async ({ peer, connect }) => {
    const count = 30_000
    const device = await peer({ name: 'lines', count, size: 500, period: 0, hangUp: true })
    const sock = connect(device, { bufferSize: 50_000 })
    await sock.write('START\n')
    const stream = sock.lines({ encoding: 'utf8' })
    assert.equal((await take(stream, 1))[0]?.replace(/\.*$/, ''), '0')
    let before = -1
    await until('the peer stalls', async () => {
      const produced = await device.produced()
      const stalls = produced === before
      before = produced
      await new Promise((resolve) => setTimeout(resolve, 50))
      return stalls
    })
    assert(before < count)
    const rest = await all(stream)
    assert.equal(rest.length, count - 1)
    assert(rest.every((line, index) => line.startsWith(`${index + 1}.`)))
  },

  'a slow consumer of large blocks: not many of them wait, however many it could have asked for': async ({
    peer,
    connect,
  }) => {
    const bufferSize = 100_000
    const oneRead = 65_536
    let received = 0
    const sock = connect(await peer('flood'), {
      bufferSize,
      onWire: ({ direction, bytes }) => {
        if (direction === 'received') received += bytes.length
      },
    })
    await sock.write('START\n')
    const stream = sock.blocks(16_384)
    await take(stream, 1)
    await until('the buffer is full', () => sock.inWaiting >= bufferSize)
    assert(received <= 2 * (bufferSize + oneRead), `${received} bytes were received`)
    await stream.return()
  },

  'overflow dropOldest: the newest lines are kept, and the lost are counted': async ({ peer, connect }) => {
    const device = await peer({ name: 'lines', count: 1000, size: 10, period: 0 })
    const sock = connect(device, { bufferSize: 1000 })
    await sock.open()
    const stream = sock.lines({ overflow: 'dropOldest', encoding: 'utf8' })
    const first = stream.next()
    await sock.write('START\n')
    await first
    await until('the peer is done, and lines were dropped', async () => {
      return (await device.produced()) === 1000 && stream.dropped >= 800
    })
    await sock.write('S0 end\n')
    const rest: string[] = []
    for (let line = ''; line !== 'end'; rest.push(line)) line = (await take(stream, 1))[0] ?? 'end'
    assert.equal(rest.length - 1 + 1 + stream.dropped, 1000)
    assert.equal(rest.at(-2)?.replace(/\.*$/, ''), '999')
    await stream.return()
  },

  'overflow latest: only the newest line is kept': async ({ peer, connect }) => {
    const device = await peer('numbered')
    const sock = connect(device)
    await sock.open()
    const stream = sock.lines({ overflow: 'latest', encoding: 'utf8' })
    const first = stream.next()
    await device.send('0')
    assert.equal((await first).value, '0')
    await device.send(indices(100, 1))
    await until('all arrived', () => stream.dropped === 99)
    assert.deepEqual(await take(stream, 1), ['100'])
    await stream.return()
    assert.equal(stream.dropped, 99) // also when it has been left
  },

  'overflow dropOldest, with match: an empty line that waits is not for nothing': async ({ peer, connect }) => {
    const count = 20_000
    const bufferSize = 10_000
    const device = await peer('numbered')
    const sock = connect(device, { bufferSize })
    await sock.open()
    const stream = sock.lines({ overflow: 'dropOldest', encoding: 'utf8', match: /^$|last/ })
    const first = stream.next()
    await device.send('last') // it runs
    await first
    await device.send(raw('\n'.repeat(count)))
    await until('lines were dropped', () => stream.dropped >= count - bufferSize / 2)
    await device.send('last')
    let rest = 0
    while ((await take(stream, 1))[0] !== 'last') rest++
    assert.equal(rest + stream.dropped, count)
    await stream.return()
  },

  'overflow error: OverflowError when the buffer is full': async ({ peer, connect }) => {
    const device = await peer({ name: 'lines', size: 100, period: 0 })
    const sock = connect(device, { bufferSize: 10_000 })
    await sock.open()
    const stream = sock.lines({ overflow: 'error', encoding: 'utf8' })
    const first = stream.next()
    await sock.write('START\n')
    await first
    await until('too much has come', async () => (await device.produced()) > 1000)
    const drained = (async () => {
      for (;;) if ((await stream.next()).done === true) return
    })()
    await failure(drained, { code: 'SOCKIO_OVERFLOW', says: ['10000 bytes', 'bufferSize'] })
  },
})
