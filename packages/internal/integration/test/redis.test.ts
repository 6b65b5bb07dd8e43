/** Redis by its inline commands: lengths before values, pipelines, and streams of what others do. */
import { type Options, TCP } from '@sockio/aio'
import { afterAll, beforeAll, beforeEach, describe, expect, onTestFinished, test } from 'vitest'
import { HOST, missing, redis, Server } from '../src/server.ts'
import { until } from '../src/until.ts'

describe.skipIf(missing(redis))('redis', () => {
  let server: Server

  beforeAll(async () => {
    server = await Server.start(redis)
  })
  afterAll(() => server?.kill())
  beforeEach(async () => {
    expect(await client().query('FLUSHALL')).toBe('+OK')
  })

  function client(options: Options = {}): TCP {
    const sock = new TCP(HOST, server.port, { eol: '\r\n', timeout: 60_000, ...options })
    onTestFinished(() => sock[Symbol.asyncDispose]())
    return sock
  }

  /** The value of a key, whatever is in it: its length in a line, then so many bytes and an end of line. */
  function get(sock: TCP, key: string): Promise<Buffer | undefined> {
    return sock.transaction(async (session) => {
      const header = await session.query(`GET ${key}`)
      const length = Number(header.slice(1))
      if (length < 0) return undefined
      const value = await session.readExactly(length + 2)
      return value.subarray(0, length)
    })
  }

  test('answers PING', async () => {
    const sock = client()
    expect(await sock.query('PING')).toBe('+PONG')
    expect(await sock.writeReadLine('PING\r\n')).toEqual(Buffer.from('+PONG\r\n'))
  })

  test('sets and gets', async () => {
    const sock = client()
    expect(await sock.query('SET greeting hello')).toBe('+OK')
    expect(await sock.writeReadLines('GET greeting\r\n', 2, { encoding: 'utf8' })).toEqual(['$5', 'hello'])
    expect(await get(sock, 'greeting')).toEqual(Buffer.from('hello'))
    expect(await get(sock, 'nothing')).toBeUndefined()
    expect(await sock.query('LPUSH greeting x')).toMatch(/^-WRONGTYPE /)
    expect(await sock.query('PING')).toBe('+PONG')
  })

  test('gives a value that contains line ends by its length', async () => {
    const sock = client()
    expect(await sock.query(String.raw`SET lines "a\r\nbc\n\r\r\nd"`)).toBe('+OK')
    const value = await sock.transaction(async (session) => {
      await session.write('GET lines\r\n')
      expect(await session.readLine()).toEqual(Buffer.from('$10\r\n'))
      return session.readExactly(10 + 2)
    })
    expect(value).toEqual(Buffer.from('a\r\nbc\n\r\r\nd\r\n'))
    expect(sock.inWaiting).toBe(0)
  })

  test('gives each of many callers its own value, whatever it looks like', async () => {
    const sock = client()
    const caller = async (i: number) => {
      const value = `${'\r\n+OK\r\n$-1\r\n'.repeat(i)}of ${i}`
      const quoted = value.replaceAll('\r', '\\r').replaceAll('\n', '\\n')
      expect(await sock.query(`SET key:${i} "${quoted}"`)).toBe('+OK')
      expect(await get(sock, `key:${i}`)).toEqual(Buffer.from(value))
    }
    await Promise.all(Array.from({ length: 50 }, (_, i) => caller(i)))
    expect(sock.connectionCounter).toBe(1)
  })

  test('gives a value of 400 KB that came in many pieces', async () => {
    const sock = client()
    expect(await sock.query('SETRANGE big 400000 end')).toBe(':400003')
    const value = await get(sock, 'big')
    expect(value).toEqual(Buffer.concat([Buffer.alloc(400_000), Buffer.from('end')]))
  })

  test('counts to 1,000 for 50 callers, each of which gets its own number', async () => {
    const sock = client({ pipeline: 16 })
    let asked = 0
    const caller = async () => {
      for (let i = 0; i < 20; i++) {
        const own = ++asked
        expect(await sock.query('INCR counter')).toBe(`:${own}`)
      }
    }
    await Promise.all(Array.from({ length: 50 }, caller))
    expect(asked).toBe(1000)
    expect(sock.connectionCounter).toBe(1)
  })

  test('streams by MONITOR what another connection does', async () => {
    const writer = client()
    const sock = client()
    expect(await sock.query('MONITOR')).toBe('+OK')
    const sets = (async () => {
      for (let i = 0; i < 200; i++) expect(await writer.query(`SET key ${i}`)).toBe('+OK')
    })()
    const seen: string[] = []
    for await (const line of sock.lines({ encoding: 'utf8', timeout: 60_000 })) {
      seen.push(line)
      if (seen.length === 200) break
    }
    await sets
    for (const [i, line] of seen.entries()) expect(line).toMatch(new RegExp(`^\\+\\d+\\.\\d+ .* "SET" "key" "${i}"$`))
  })

  test('streams by SUBSCRIBE, and takes the end of it by a write beside the stream', async () => {
    const publisher = client({ pipeline: 8 })
    const sock = client()
    expect(await sock.writeReadLines('SUBSCRIBE news\r\n', 6, { encoding: 'utf8' })).toEqual([
      ...['*3', '$9', 'subscribe', '$4', 'news', ':1'],
    ])
    const lines = sock.lines({ encoding: 'utf8' })
    const take = async (n: number) => {
      const taken: string[] = []
      while (taken.length < n) taken.push((await lines.next()).value ?? 'the end')
      return taken
    }
    const first = take(7)
    await expect(sock.query('PING')).rejects.toMatchObject({ code: 'SOCKIO_STREAM_ACTIVE', sent: 'no' })
    const receivers = await Promise.all(Array.from({ length: 100 }, (_, i) => publisher.query(`PUBLISH news no${i}`)))
    expect(new Set(receivers)).toEqual(new Set([':1']))
    expect(await first).toEqual(['*3', '$7', 'message', '$4', 'news', '$3', 'no0'])
    for (let i = 1; i < 100; i++) expect((await take(7)).at(-1)).toBe(`no${i}`)
    await sock.write('UNSUBSCRIBE news\r\n')
    expect(await take(6)).toEqual(['*3', '$11', 'unsubscribe', '$4', 'news', ':0'])
    await lines.return()
    expect(await sock.query('PING')).toBe('+PONG')
    expect(sock.connectionCounter).toBe(1)
  })

  test('sees a stream end when the server hangs up on it', async () => {
    const sock = client()
    const id = (await sock.query('CLIENT ID')).slice(1)
    const next = sock.lines({ encoding: 'utf8' }).next()
    expect(await client().query(`CLIENT KILL ID ${id}`)).toBe(':1')
    expect(await next).toEqual({ value: undefined, done: true })
    expect(await sock.query('PING')).toBe('+PONG')
    expect(sock.connectionCounter).toBe(2)
  })

  test('hangs up on QUIT, and the next call connects again', async () => {
    const sock = client()
    expect(await sock.query('QUIT')).toBe('+OK')
    await until('the end of the connection', () => !sock.connected)
    expect(await sock.query('PING')).toBe('+PONG')
    expect(sock.connectionCounter).toBe(2)
  })
})
