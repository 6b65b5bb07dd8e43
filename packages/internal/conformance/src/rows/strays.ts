/** Section 2.3: bytes that no request is owed. */
import assert from 'node:assert/strict'
import { faults, raw } from '@sockio/sim'
import { failure } from '../failure.ts'
import { take } from '../pull.ts'
import { Recorder } from '../recorder.ts'
import { table } from '../row.ts'
import { say } from '../say.ts'
import { until } from '../until.ts'

/** Longer than the row may take: nothing here waits for that. */
const FOR_EVER = 600_000

export const strayRows = table('2.3 strays', {
  'a banner is set aside and reported before a request is sent': async ({ peer, connect }) => {
    const seen = new Recorder()
    const device = await peer('numbered', { faults: faults.banner('Welcome') })
    const sock = connect(device, seen.options)
    await sock.open()
    await until('it arrived', () => sock.inWaiting === 8)
    assert.equal(await sock.query('Q1'), 'A1')
    assert.deepEqual(seen.strays, ['Welcome\n'])
  },

  'strays say whether they came for a stream or for nobody': async ({ peer, connect }) => {
    const seen = new Recorder()
    const device = await peer('numbered')
    const sock = connect(device, { quiet: FOR_EVER, ...seen.options })
    await say(device, sock, 'unasked\n')
    assert.equal(await sock.query('Q1'), 'A1')
    await say(device, sock, '1\n2\n')
    const stream = sock.lines({ stop: 'W1' })
    assert.deepEqual(await take(stream, 1), ['1\n'])
    await stream.return()
    await until('the second line is set aside', () => seen.strayText === 'unasked\n2\n')
    await device.send(raw('late\n'))
    await until('what was under way is set aside', () => seen.strayText === 'unasked\n2\nlate\n')
    assert.deepEqual(seen.origins, ['unasked', 'stream', 'stream'])
  },

  'matches that a stream did not take came for it': async ({ peer, connect }) => {
    const seen = new Recorder()
    const device = await peer('numbered')
    const sock = connect(device, { quiet: FOR_EVER, ...seen.options })
    await say(device, sock, '!1\n!2\n')
    const stream = sock.lines({ match: /^!/ })
    assert.deepEqual(await take(stream, 1), ['!1\n'])
    await stream.return()
    await until('the second match is set aside', () => seen.strayText === '!2\n')
    assert.deepEqual(seen.origins, ['stream'])
  },

  'a late second line is not the reply to the next request': async ({ peer, connect }) => {
    const seen = new Recorder()
    const device = await peer('numbered', { faults: faults.twice({ match: 'Q1' }) })
    const sock = connect(device, seen.options)
    assert.equal(await sock.query('Q1'), 'A1')
    await until('it arrived', () => sock.inWaiting === 3)
    assert.equal(await sock.query('Q2'), 'A2')
    assert.deepEqual(seen.strays, ['A1\n'])
  },

  'what was left unread is not the reply to the next request': async ({ peer, connect }) => {
    const seen = new Recorder()
    const sock = connect(await peer('numbered'), seen.options)
    assert.equal(String(await sock.writeReadLine('M3\n')), '1\n')
    await until('all arrived', () => sock.inWaiting === 4)
    assert.equal(await sock.query('Q1'), 'A1')
    assert.equal(seen.strayText, '2\n3\n')
  },

  'reads without a write see what came unasked': async ({ peer, connect }) => {
    const seen = new Recorder()
    const device = await peer('numbered', { faults: faults.banner('Welcome') })
    const sock = connect(device, seen.options)
    assert.equal(String(await sock.readLine()), 'Welcome\n')
    await sock.write('W1\n')
    await device.send('more')
    assert.equal(String(await sock.readLine()), 'more\n')
    assert.deepEqual(seen.strays, [])
  },

  'a write alone sets nothing aside': async ({ peer, connect }) => {
    const device = await peer('numbered')
    const sock = connect(device)
    await sock.open()
    await device.send('unasked')
    await until('it arrived', () => sock.inWaiting === 8)
    await sock.write('W1\n')
    assert.equal(String(await sock.readLine()), 'unasked\n')
  },

  'the rest of a line that was read in part is set aside too': async ({ peer, connect }) => {
    const seen = new Recorder()
    const device = await peer('numbered')
    const sock = connect(device, seen.options)
    await sock.open()
    await device.send(raw('abcdef'))
    assert.equal(String(await sock.readExactly(3)), 'abc')
    await until('all arrived', () => sock.inWaiting === 3)
    assert.equal(await sock.query('Q1'), 'A1')
    assert.equal(seen.strayText, 'def')
  },

  'more than bufferSize that nobody asked for: also what waits in the kernel is set aside before a request': async ({
    peer,
    connect,
  }) => {
    let strays = 0
    const onStray = (bytes: Uint8Array) => {
      strays += bytes.length
    }
    const device = await peer('numbered')
    const sock = connect(device, { bufferSize: 65_536, onStray })
    await sock.open()
    await device.send(raw(Buffer.from('T=21.5\n'.repeat(430_000))))
    await until('the buffer is full', () => sock.inWaiting >= 65_536)
    for (let n = 1; n <= 3; n++) assert.equal(await sock.query(`Q${n}`), `A${n}`)
    await until('all of it was set aside', () => strays === 430_000 * 7)
    assert.equal(sock.connectionCounter, 1)
  },

  'more than bufferSize, and the peer has closed behind it: the request goes to the next connection': async ({
    peer,
    connect,
  }) => {
    const device = await peer('numbered')
    const sock = connect(device, { bufferSize: 65_536 })
    await sock.open()
    await device.send(raw(Buffer.from('T=21.5\n'.repeat(430_000))))
    await until('the buffer is full', () => sock.inWaiting >= 65_536)
    await device.disconnect('end')
    assert.equal(await sock.query('Q1'), 'A1')
    assert.equal(sock.connectionCounter, 2)
  },

  'more than bufferSize, and the peer never stops: the request ends at its limit, and says what comes': async ({
    peer,
    connect,
  }) => {
    const quiet = 60_000 // on a busy machine it stops for longer than it takes to be called silent
    const sock = connect(await peer('flood'), { bufferSize: 65_536, quiet })
    await sock.write('START\n')
    await until('the buffer is full', () => sock.inWaiting >= 65_536)
    await failure(sock.query('Q1', { timeout: 300 }), {
      code: 'SOCKIO_TIMEOUT',
      phase: 'queued',
      sent: 'no',
      says: ['much had come that nobody asked for', 'what sends that?'],
    })
  },

  'a reply of which the first line is taken: the others are set aside before a request, also what waits in the kernel':
    async ({ peer, connect }) => {
      let strays = 0
      const onStray = (bytes: Uint8Array) => {
        strays += bytes.length
      }
      const help = raw(Buffer.from('a line of help, of many\n'.repeat(20_000)))
      const device = await peer({ replies: { 'HELP?': help, 'Q1?': 'A1', 'Q2?': 'A2' } })
      const sock = connect(device, { quiet: 300, onStray })
      assert.equal(await sock.query('HELP?'), 'a line of help, of many')
      assert.equal(await sock.query('Q1?'), 'A1')
      assert.equal(await sock.query('Q2?'), 'A2')
      await until('all of it was set aside', () => strays === 19_999 * 24)
    },

  'staleInput keep: what was there before is read first': async ({ peer, connect }) => {
    const seen = new Recorder()
    const device = await peer('numbered', { faults: faults.banner('Welcome') })
    const sock = connect(device, { ...seen.options, staleInput: 'keep' })
    await sock.open()
    await until('it arrived', () => sock.inWaiting === 8)
    assert.equal(await sock.query('Q1'), 'Welcome')
    assert.equal(String(await sock.readLine()), 'A1\n')
    assert.deepEqual(seen.strays, [])
  },

  'echoes can be read before the reply': async ({ peer, connect }) => {
    const sock = connect(await peer('numbered', { faults: faults.echo() }))
    assert.deepEqual((await sock.writeReadLines('Q1\n', 2)).map(String), ['Q1\n', 'A1\n'])
    assert.deepEqual((await sock.writeReadLines('Q2\n', 2)).map(String), ['Q2\n', 'A2\n'])
  },
})
