/** Redis, frozen as by a debugger or shut down: calls end in time, and late replies belong to nobody. */
import { type CallOptions, type Options, SockioError, TCP, TimeoutError } from '@sockio/aio'
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest'
import { HOST, missing, redis, Server } from '../src/server.ts'
import { until } from '../src/until.ts'

const TIMEOUT = 150
/** Of a call that is answered, and longer than anything but what hangs. */
const PATIENCE = 60_000

describe.skipIf(missing(redis))('redis, out of order', () => {
  let server: Server

  beforeEach(async () => {
    server = await Server.start(redis)
    return () => server.kill()
  })

  function client(options: Options = {}): TCP {
    const sock = new TCP(HOST, server.port, { eol: '\r\n', timeout: PATIENCE, ...options })
    onTestFinished(() => sock[Symbol.asyncDispose]())
    return sock
  }

  /** Its reply names it. */
  async function echo(sock: TCP, text: string, options: CallOptions = {}): Promise<string | undefined> {
    const reply = await sock.writeReadLines(`ECHO ${text}\r\n`, 2, { ...options, encoding: 'utf8' })
    return reply[1]
  }

  async function expectTimeout(sock: TCP, text: string): Promise<void> {
    const start = performance.now()
    const error = await echo(sock, text, { timeout: TIMEOUT }).catch((error: unknown) => error)
    const took = performance.now() - start
    expect(error).toBeInstanceOf(TimeoutError)
    expect(error).toMatchObject({ code: 'SOCKIO_TIMEOUT', phase: 'reading', sent: 'yes', address: { host: HOST } })
    const { partial, request, message } = error as TimeoutError
    expect(partial).toHaveLength(0)
    expect(Buffer.from(request ?? []).toString()).toBe(`ECHO ${text}\r\n`)
    expect(message).toMatch(/no reply to "ECHO .*" from tcp:\/\/127\.0\.0\.1:\d+ in 150 ms; nothing arrived/)
    expect(took).toBeGreaterThanOrEqual(TIMEOUT - 1)
    expect(took).toBeLessThan(PATIENCE)
  }

  test('frozen, a call times out in time; thawed, the next one connects again', async () => {
    const sock = client()
    expect(await echo(sock, 'first')).toBe('first')
    await server.freeze()
    await expectTimeout(sock, 'second')
    await expectTimeout(sock, 'third') // the kernel of a frozen server accepts connections
    server.thaw()
    expect(await echo(sock, 'fourth')).toBe('fourth')
    expect(sock.connectionCounter).toBe(3)
  })

  test("frozen, with resync: 'discard': the late replies belong to nobody, on the same connection", async () => {
    const sock = client({ resync: 'discard' })
    expect(await echo(sock, 'first')).toBe('first')
    await server.freeze()
    await expectTimeout(sock, 'second')
    const third = echo(sock, 'third')
    server.thaw()
    expect(await third).toBe('third')
    expect(await echo(sock, 'fourth')).toBe('fourth')
    expect(sock.connectionCounter).toBe(1)
  })

  test('frozen, with a pipeline: all in flight end in time, none gets the answer of another', async () => {
    const sock = client({ pipeline: 4 })
    expect(await echo(sock, 'before')).toBe('before')
    await server.freeze()
    const calls = Array.from({ length: 10 }, (_, i) => echo(sock, `text${i}`, { timeout: TIMEOUT }))
    const outcomes = await Promise.allSettled(calls)
    for (const outcome of outcomes) {
      expect(outcome.status).toBe('rejected')
      if (outcome.status === 'rejected') expect(outcome.reason).toBeInstanceOf(SockioError)
    }
    server.thaw()
    const after = await Promise.all(Array.from({ length: 10 }, (_, i) => echo(sock, `after${i}`)))
    expect(after).toEqual(Array.from({ length: 10 }, (_, i) => `after${i}`))
  })

  test('frozen, a transaction times out and lets the next call through', async () => {
    const sock = client()
    expect(await echo(sock, 'first')).toBe('first')
    await server.freeze()
    const transaction = sock.transaction((session) => session.query('PING'), { timeout: TIMEOUT })
    const next = echo(sock, 'second')
    await expect(transaction).rejects.toMatchObject({ code: 'SOCKIO_TIMEOUT' })
    server.thaw()
    expect(await next).toBe('second')
    expect(sock.connectionCounter).toBe(2)
  })

  test('frozen, close() ends at once all the same', async () => {
    const sock = client()
    expect(await echo(sock, 'first')).toBe('first')
    await server.freeze()
    const outcome = echo(sock, 'second').catch((error: unknown) => error)
    await sock.close()
    expect(await outcome).toMatchObject({ code: 'SOCKIO_CLOSED' })
    server.thaw()
    expect(await echo(sock, 'third')).toBe('third')
  })

  test('shut down, the call that did it is told of the end', async () => {
    let eofs = 0
    const sock = client({ onEofReceived: () => eofs++ })
    await expect(sock.query('SHUTDOWN NOSAVE')).rejects.toMatchObject({
      code: 'SOCKIO_CONNECTION_EOF',
      phase: 'reading',
      sent: 'yes',
    })
    expect(eofs).toBe(1)
    await expect(sock.query('PING')).rejects.toMatchObject({ code: 'SOCKIO_CONNECT', sent: 'no' })
    await server.kill()
    await server.restart()
    expect(await sock.query('PING')).toBe('+PONG')
  })

  test('killed, a stream that reconnects goes on with the server that comes after', async () => {
    const sock = client({
      reconnect: { retries: Number.POSITIVE_INFINITY, minDelay: 5, maxDelay: 20 },
      onConnectionMade: async (session) => expect(await session.query('MONITOR')).toBe('+OK'),
    })
    const lines = sock.lines({ encoding: 'utf8', reconnect: true })
    const first = lines.next()
    const writer = client()
    await until('the stream is connected', () => sock.connected)
    await writer.query('SET key before')
    expect((await first).value).toMatch(/"SET" "key" "before"$/)
    const second = lines.next()
    await server.kill()
    await server.restart()
    await until('the stream is connected again', () => sock.connectionCounter === 2)
    await writer.query('SET key after')
    expect((await second).value).toMatch(/"SET" "key" "after"$/)
    await lines.return()
  })
})
