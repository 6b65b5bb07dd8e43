/** The drivers of `examples/drivers`, in every flavour, against the servers that they are for. */
import type { SubjectOptions, SubjectSocket } from '@sockio/conformance'
import type { SockioError } from '@sockio/core'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { redis as redisDriver } from '../../../../examples/drivers/redis.ts'
import { rigctld as rigctldDriver } from '../../../../examples/drivers/rigctld.ts'
import { flavours } from '../src/flavours.ts'
import { HOST, missing, redis, rigctld, Server } from '../src/server.ts'
import { until } from '../src/until.ts'

const RECONNECT = { retries: Number.POSITIVE_INFINITY, minDelay: 5, maxDelay: 20 }

/** How a call failed. */
const failed = (call: Promise<unknown>) =>
  call.then(
    () => undefined,
    (error: SockioError & { readonly number?: number; readonly text?: string; readonly command?: string }) => error,
  )

describe.each(flavours)('$name', ({ connect }) => {
  let server: Server
  let sock: SubjectSocket
  /** All that was sent. */
  let sent = ''

  afterEach(async () => {
    await sock?.[Symbol.asyncDispose]()
    await server?.kill()
  })

  function socket(options: SubjectOptions): SubjectSocket {
    sent = ''
    sock = connect(HOST, server.port, {
      timeout: 60_000,
      reconnect: RECONNECT,
      onWire: ({ direction, bytes }) => {
        if (direction === 'sent') sent += Buffer.from(bytes).toString()
      },
      ...options,
    })
    return sock
  }

  describe.skipIf(missing(rigctld))('rigctld', () => {
    beforeEach(async () => {
      server = await Server.start(rigctld)
    })
    const open = () => rigctldDriver.on(socket(rigctldDriver.link))

    test('asks for values and sets them', async () => {
      const radio = open()
      expect(await radio.info.get()).toContain('dummy')
      await radio.frequency.set(14_250_000)
      expect(await radio.frequency.get()).toBe(14_250_000)
      await radio.mode.set({ mode: 'usb', passband: 2400 })
      expect(await radio.mode.get()).toEqual({ mode: 'usb', passband: 2400 })
      await radio.level.AF.set(0.5)
      expect([await radio.level.AF.get(), await radio.level.SQL.get()]).toEqual([0.5, 0])
      expect(await radio.strength.get()).toEqual(expect.any(Number))
      expect(await radio.milliwatts(0.5, 14_250_000)).toBe(50_000)
      await radio.switch('NB', true)
    })

    test('refuses what no radio can be told, before it connects', async () => {
      const radio = open()
      expect(String(await failed(radio.frequency.set(-1)))).toBe(
        'RangeError: frequency: expected an integer of at least 0 Hz, got -1',
      )
      expect(sock.connectionCounter).toBe(0)
    })

    test('throws what the radio says no to', async () => {
      const radio = open()
      const [set, get, action] = await Promise.all([
        failed(radio.transmitting.set(true)),
        failed(radio.transmitting.get()),
        failed(radio.switch('NONSENSE', true)),
      ])
      expect(set).toMatchObject({ code: 'SOCKIO_INSTRUMENT', number: -1, command: 'T 1' })
      expect(get).toMatchObject({ code: 'SOCKIO_INSTRUMENT', number: -11, command: 't' })
      expect(action).toMatchObject({ code: 'SOCKIO_INSTRUMENT', number: -11, command: 'U NONSENSE 1' })
      await radio.receiverOffset.set(7)
      expect(await radio.receiverOffset.get()).toBe(7)
    })

    test('runs a procedure beside others, and comes back', async () => {
      const radio = open()
      await radio.frequency.set(7_000_000)
      const [heard, offset] = await Promise.all([
        radio.scan(14_000_000, 14_000_200, 100),
        radio.receiverOffset.set(3).then(() => radio.receiverOffset.get()),
      ])
      expect(heard.map(({ hertz }) => hertz)).toEqual([14_000_000, 14_000_100, 14_000_200])
      expect(offset).toBe(3)
      expect(await radio.frequency.get()).toBe(7_000_000)
    })

    test('goes on when the server was restarted', async () => {
      const radio = open()
      const patient = rigctldDriver.on(sock, { retries: 3 }) // what dies may take the next connection with it
      const scan = failed(radio.scan(14_000_000, 15_000_000, 1))
      await until('some of the scan', () => sent.includes('F 14000003'))
      const next = patient.receiverOffset.set(8)
      await server.kill()
      await server.restart()
      expect((await scan)?.code).toMatch(/^SOCKIO_(NOT_CONNECTED|CONNECTION_LOST|CONNECTION_EOF)$/)
      await next
      expect(await patient.receiverOffset.get()).toBe(8)
      expect(sock.connectionCounter).toBeGreaterThan(1)
    })
  })

  describe.skipIf(missing(redis))('redis', () => {
    beforeEach(async () => {
      server = await Server.start(redis)
    })
    const open = () => redisDriver.on(socket(redisDriver.link))

    test('asks for values and sets them', async () => {
      const db = open()
      await db.ping()
      expect(await db.get('nothing')).toBeUndefined()
      for (const value of ['', 'hello', 'a "b" \\ c', '\r\n-ERR no\r\n$3\r\n', '\0\x1f°\u{1f4fb}']) {
        await db.set('some key', value)
        expect(await db.get('some key')).toBe(value)
      }
      expect(await db.increment('n', 5)).toBe(5)
      expect([await db.append('list', 'a\r\nb'), await db.append('list', '')]).toEqual([1, 2])
      expect(await db.list('list')).toEqual(['a\r\nb', ''])
      expect(await db.delete('list')).toBe(1)
      await db.samples.set(7)
      expect(await db.samples.get()).toBe(7)
    })

    test('reads a value that comes in many pieces', async () => {
      const db = open()
      const value = 'x'.repeat(60_000) // of an inline command no more
      await db.set('big', value)
      for (let i = 0; i < 20; i++) await db.append('many', value)
      expect(await db.get('big')).toBe(value)
      expect(await db.list('many')).toEqual(Array.from({ length: 20 }, () => value))
    })

    test('throws what the server says no to', async () => {
      const db = open()
      await db.set('text', 'no number')
      const [wrong, right, other] = await Promise.all([
        failed(db.increment('text', 1)),
        db.increment('n', 1),
        failed(db.append('text', 'x')),
      ])
      expect(wrong).toMatchObject({ code: 'SOCKIO_INSTRUMENT', number: undefined, command: 'INCRBY "text" 1' })
      expect(wrong?.text).toBe('ERR value is not an integer or out of range')
      expect(right).toBe(1)
      expect(other?.text).toMatch(/^WRONGTYPE /)
      expect(String(await failed(db.samples.set(0)))).toMatch(/^RangeError: samples: /)
    })

    test('tells no error to another caller', async () => {
      const db = open()
      await db.set('text', 'no number')
      const caller = async (n: number) => {
        let own = 0
        for (let i = 1; i <= 100; i++) {
          const [wrong, right] = await Promise.all([
            failed(db.increment('text', n * 1000 + i)),
            db.increment(`${n}`, 1),
          ])
          if (wrong?.command === `INCRBY "text" ${n * 1000 + i}` && right === i) own++
        }
        return own
      }
      expect(await Promise.all([caller(1), caller(2)])).toEqual([100, 100])
    })

    test('runs a procedure that nobody comes between', async () => {
      const db = open()
      await db.set('stock', '5')
      const takers = await Promise.allSettled(Array.from({ length: 4 }, () => db.take('stock', 2)))
      expect(takers.map((taker) => (taker.status === 'fulfilled' ? taker.value : String(taker.reason)))).toEqual([
        3,
        1,
        'RangeError: stock: there are 1, not 2',
        'RangeError: stock: there are 1, not 2',
      ])
      expect(await db.get('stock')).toBe('1')
    })

    test('goes on when the server was restarted', async () => {
      const db = open()
      await db.set('key', 'value')
      await server.freeze()
      const cut = failed(db.get('key'))
      await until('its request', () => sent.includes('GET "key"'))
      const next = redisDriver.on(sock, { retries: 3 }).get('key') // what dies may take the next connection with it
      await server.kill()
      await server.restart()
      expect(await cut).toMatchObject({ code: expect.stringMatching(/^SOCKIO_CONNECTION_(LOST|EOF)$/), sent: 'yes' })
      expect(await next).toBeUndefined()
      expect(sock.connectionCounter).toBeGreaterThan(1)
    })
  })
})
