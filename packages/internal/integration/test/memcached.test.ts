/** memcached: requests with a block of data, and replies whose length is in their first line. */
import { type Options, type Session, TCP } from '@sockio/aio'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { HOST, memcached, missing, Server } from '../src/server.ts'
import { until } from '../src/until.ts'

interface Item {
  readonly key: string
  readonly flags: number
  readonly value: Buffer
}

describe.skipIf(missing(memcached))('memcached', () => {
  let server: Server

  beforeAll(async () => {
    server = await Server.start(memcached)
  })
  afterAll(() => server?.kill())

  function client(options: Options = {}): TCP {
    const sock = new TCP(HOST, server.port, { eol: '\r\n', timeout: 60_000, ...options })
    onTestFinished(() => sock[Symbol.asyncDispose]())
    return sock
  }

  function store(sock: TCP, key: string, value: string | Uint8Array, flags = 0): Promise<string> {
    const data = Buffer.from(value)
    const request = Buffer.concat([Buffer.from(`set ${key} ${flags} 0 ${data.length}\r\n`), data, Buffer.from('\r\n')])
    return sock.writeReadLine(request, { encoding: 'utf8' })
  }

  /** Reads VALUE lines and their blocks up to END. */
  async function items(session: Session): Promise<Item[]> {
    const found: Item[] = []
    for (;;) {
      const line = await session.readLine({ encoding: 'utf8' })
      if (line === 'END') return found
      const [word, key = '', flags, length] = line.split(' ')
      if (word !== 'VALUE') throw new Error(`neither VALUE nor END: ${line}`)
      const block = await session.readExactly(Number(length) + 2)
      expect(block.subarray(-2).toString()).toBe('\r\n')
      found.push({ key, flags: Number(flags), value: block.subarray(0, -2) })
    }
  }

  function fetch(sock: TCP, ...keys: string[]): Promise<Item[]> {
    return sock.transaction(async (session) => {
      await session.write(`get ${keys.join(' ')}\r\n`)
      return items(session)
    })
  }

  test('stores a block and gives it back', async () => {
    const sock = client()
    expect(await store(sock, 'greeting', 'hello', 7)).toBe('STORED')
    const reply = await sock.writeReadLines('get greeting\r\n', 3, { encoding: 'utf8' })
    expect(reply).toEqual(['VALUE greeting 7 5', 'hello', 'END'])
    expect(await fetch(sock, 'greeting')).toEqual([{ key: 'greeting', flags: 7, value: Buffer.from('hello') }])
  })

  test('answers a miss with END alone', async () => {
    const sock = client()
    expect(await sock.query('get nothing')).toBe('END')
    expect(await fetch(sock, 'nothing')).toEqual([])
    expect(await sock.query('delete nothing')).toBe('NOT_FOUND')
  })

  test('gives several at once, and leaves out what it has not', async () => {
    const sock = client()
    await Promise.all(['one', 'two', 'three'].map((key) => store(sock, key, `value of ${key}`)))
    const found = await fetch(sock, 'one', 'nothing', 'three', 'two')
    expect(found.map(({ key, value }) => [key, value.toString()])).toEqual([
      ['one', 'value of one'],
      ['three', 'value of three'],
      ['two', 'value of two'],
    ])
  })

  test('keeps an empty value, and one that looks like the end', async () => {
    const sock = client()
    for (const value of ['', '\r\n', 'END\r\n', 'VALUE x 0 3\r\nabc\r\nEND']) {
      expect(await store(sock, 'odd', value)).toBe('STORED')
      expect((await fetch(sock, 'odd'))[0]?.value.toString()).toBe(value)
    }
    expect(sock.inWaiting).toBe(0)
  })

  test.each([{}, { bufferSize: 64 * 1024 }])('gives 500 KB with line ends byte for byte (%j)', async (options) => {
    const sock = client(options)
    const value = Buffer.alloc(500_000)
    for (let i = 0; i < value.length; i++) value[i] = i % 251 // every byte of a line end is among them
    value.write('\r\nEND\r\n', 1000)
    value.write('\r\nEND\r\n', 499_990)
    expect(await store(sock, 'big', value)).toBe('STORED')
    const [found, next] = await Promise.all([fetch(sock, 'big'), sock.query('get nothing')])
    expect(found).toHaveLength(1)
    expect(found[0]?.value.equals(value)).toBe(true)
    expect(next).toBe('END')
    expect(sock.connectionCounter).toBe(1)
  })

  test('gives each of many callers its own', async () => {
    const sock = client({ pipeline: 8 })
    const caller = async (i: number) => {
      for (let round = 0; round < 10; round++) {
        const value = `${i}/${round}\r\n`.repeat(i + 1)
        expect(await store(sock, `key${i}`, value)).toBe('STORED')
        expect(await fetch(sock, `key${i}`)).toEqual([{ key: `key${i}`, flags: 0, value: Buffer.from(value) }])
      }
    }
    await Promise.all(Array.from({ length: 20 }, (_, i) => caller(i)))
    expect(sock.connectionCounter).toBe(1)
  })

  test('answers nothing to noreply, and nothing is out of step', async () => {
    const sock = client()
    await sock.writeLines(['set quiet 0 0 2 noreply\r\nno\r\n', 'append quiet 0 0 4 noreply\r\nbody\r\n'])
    expect((await fetch(sock, 'quiet'))[0]?.value.toString()).toBe('nobody')
  })

  test('a second line that nobody asked for is set aside and reported, and is no reply to the next', async () => {
    const strays: string[] = []
    const sock = client({ onStray: (bytes) => strays.push(Buffer.from(bytes).toString()) })
    // The block is longer than announced: first it is bad, then the rest of it is not a command.
    const reply = await sock.writeReadLine('set short 0 0 3\r\nlonger\r\n', { encoding: 'utf8' })
    expect(reply).toBe('CLIENT_ERROR bad data chunk')
    await until('the second line', () => sock.inWaiting === 'ERROR\r\n'.length)
    expect(await sock.query('get nothing')).toBe('END')
    expect(strays).toEqual(['ERROR\r\n'])
  })

  test('refuses what is too large, and goes on', async () => {
    const sock = client()
    expect(await store(sock, 'huge', Buffer.alloc(2 * 1024 * 1024))).toBe('SERVER_ERROR object too large for cache')
    expect(await sock.query('get huge')).toBe('END')
    expect(await store(sock, 'small', 'x')).toBe('STORED')
  })
})
