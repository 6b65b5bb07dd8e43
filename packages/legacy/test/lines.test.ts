/** Streams as emitters: who listens starts them, who leaves or rests loses nothing. */
import { getEventListeners, on } from 'node:events'
import { setTimeout as wait } from 'node:timers/promises'
import { until } from '@sockio/conformance'
import { raw, type SimulatedDevice, simulate, stream } from '@sockio/sim'
import { describe, expect, test } from 'vitest'
import { AbortError, ClosedError, type Lines, StreamActiveError, TCP } from '../src/index.ts'
import { next, recorded, value } from './rig.ts'

const text = { encoding: 'utf8' } as const
const numbers = (n: number, from = 0) => Array.from({ length: n }, (_, i) => `${i + from}`)
const echo = { '*': (request: string) => request }

const query = (sock: TCP, request: string) => value<string>((callback) => sock.query(request, callback))

/** A device, and a socket that is connected to it. */
async function rig(device: Parameters<typeof simulate>[0] = {}, options = {}) {
  const peer = await simulate(device)
  const sock = new TCP(peer.host, peer.port, options)
  await value((callback) => sock.open(callback))
  await peer.connected()
  return {
    peer,
    sock,
    async [Symbol.asyncDispose]() {
      await sock[Symbol.asyncDispose]()
      await peer.close()
    },
  }
}

/** Resolves when all of it is in the buffer of the socket. */
async function sent(peer: SimulatedDevice, sock: TCP, lines: readonly string[]): Promise<void> {
  const bytes = sock.inWaiting + lines.join('\n').length + 1
  peer.send(raw(`${lines.join('\n')}\n`))
  await until('all has arrived', () => sock.inWaiting === bytes)
}

/** All that comes, until `n` have come; then it listens no more. */
function take<T>(lines: Lines<T>, n: number): Promise<T[]> {
  return new Promise((resolve, reject) => {
    const all: T[] = []
    const data = (frame: T) => {
      if (all.push(frame) < n) return
      lines.off('data', data)
      resolve(all)
    }
    lines.on('data', data).once('error', reject)
  })
}

test("a stream that is left with quiet: 'reconnect' is no error of the socket", async () => {
  await using it = await rig({ START: numbers(9), Q1: 'A1' }, { quiet: 'reconnect' })
  const errors: Error[] = []
  it.sock.on('error', (error) => errors.push(error))
  expect(await take(it.sock.lines({ start: 'START', ...text }), 3)).toEqual(numbers(3))
  expect(await query(it.sock, 'Q1')).toBe('A1')
  expect(it.sock.connectionCounter).toBe(2)
  expect(errors).toEqual([])
})

describe('listening', () => {
  test('starts the stream, and connects', async () => {
    await using peer = await simulate({})
    await using sock = new TCP(peer.host, peer.port)
    const lines = sock.lines()
    expect(sock.state).toBe('idle')
    const first = next(lines, 'data')
    expect(sock.state).toBe('connecting')
    await peer.connected()
    peer.send('1')
    expect(await first).toEqual([Buffer.from('1\n')])
  })

  test('no longer gives up the right to read, and leaves what was not used', async () => {
    await using it = await rig(echo)
    await sent(it.peer, it.sock, numbers(1000))
    const lines = it.sock.lines(text)
    for (let from = 0; from < 1000; from += 100) expect(await take(lines, 100)).toEqual(numbers(100, from))
    expect(it.sock.inWaiting).toBe(0)
    expect(await query(it.sock, 'Q')).toBe('Q')
  })

  test('no longer in the turn in which they come leaves them also', async () => {
    await using it = await rig()
    const two = take(it.sock.lines(text), 2)
    it.peer.send(['1', '2', '3', '4'])
    expect(await two).toEqual(['1', '2'])
    const rest = await value<string[]>((callback) => it.sock.readLines(2, text, callback))
    expect(rest).toEqual(['3', '4'])
  })

  test('calls nobody within the call that adds the listener', async () => {
    await using it = await rig()
    await sent(it.peer, it.sock, ['1', '2'])
    const seen: string[] = []
    const lines = it.sock.lines(text)
    lines.on('data', (line) => seen.push(line))
    expect(seen).toEqual([])
    await until('they came', () => seen.length === 2)
    lines.pause()
    await sent(it.peer, it.sock, ['3'])
    lines.resume()
    expect(seen).toHaveLength(2)
    await until('it came', () => seen.length === 3)
  })

  test('several listeners get each frame, and share the right to read', async () => {
    await using it = await rig()
    const lines = it.sock.lines(text)
    const [one, two] = [recorded(lines, 'data'), recorded(lines, 'data')]
    it.peer.send(['1', '2'])
    await until('they came', () => two.length === 2)
    expect(one).toEqual([
      ['data', '1'],
      ['data', '2'],
    ])
    expect(two).toEqual(one)
  })

  test('to two streams at once is an error of the second', async () => {
    await using it = await rig()
    it.sock.lines().on('data', () => {})
    const second = it.sock.lines()
    second.on('data', () => expect.unreachable())
    expect(await next(second, 'error')).toEqual([expect.any(StreamActiveError)])
  })
})

describe('pause and resume', () => {
  test('one line at a time, for slow consumers', async () => {
    await using it = await rig()
    await sent(it.peer, it.sock, numbers(600))
    const lines = it.sock.lines(text)
    const seen: string[] = []
    let busy = 0
    lines.on('data', (line) => {
      expect(++busy).toBe(1)
      lines.pause()
      setImmediate(() => {
        busy--
        seen.push(line)
        lines.resume()
      })
    })
    await until('all came', () => seen.length === 600)
    expect(seen).toEqual(numbers(600))
  })

  test('may alternate within a listener', async () => {
    await using it = await rig()
    await sent(it.peer, it.sock, numbers(600))
    const lines = it.sock.lines(text)
    const seen: string[] = []
    lines.on('data', (line) => {
      seen.push(line)
      lines.pause().resume().pause().resume()
    })
    await until('all came', () => seen.length === 600)
    expect(seen).toEqual(numbers(600))
  })

  test('a stream that rests holds the instrument up, and loses nothing', async () => {
    const count = 100_000
    let produced = 0
    const line = (index: number) => {
      produced = index
      return index < count ? `${index}`.padEnd(200, '.') : undefined
    }
    await using it = await rig({ START: () => stream(line, { period: 0 }) }, { bufferSize: 10_000 })
    const lines = it.sock.lines(text)
    let at = 0
    const all = new Promise<void>((resolve, reject) => {
      lines.on('data', (each) => {
        if (Number.parseInt(each, 10) !== at++) reject(new Error(`line ${at - 1} is ${each}`))
        if (at === 10) lines.pause()
        if (at === count) resolve()
      })
    })
    it.sock.write('START\n')
    let before = -1
    while (produced !== before || at < 10) {
      before = produced
      await wait(100)
    }
    expect(at).toBe(10)
    expect(produced).toBeLessThan(count)
    expect(it.sock.inWaiting).toBeLessThan(200_000)
    lines.resume()
    await all
  })

  test('the timeout is for waiting, and nobody waits who rests', async () => {
    await using it = await rig()
    const lines = it.sock.lines({ encoding: 'utf8', timeout: 30 })
    const log = recorded(lines, 'error', 'data')
    process.nextTick(() => lines.pause()) // it waits by then, and the timer can't have fired
    await wait(60)
    lines.resume()
    process.nextTick(() => lines.pause())
    await wait(60)
    expect(log).toEqual([])
    await sent(it.peer, it.sock, ['1'])
    lines.resume()
    await until('nothing more came', () => log.length === 2)
    expect(log).toEqual([
      ['data', '1'],
      ['error', expect.objectContaining({ code: 'SOCKIO_TIMEOUT' })],
    ])
  })

  test('overflow latest: only the newest waits, and the others are counted', async () => {
    await using it = await rig()
    const lines = it.sock.lines({ encoding: 'utf8', overflow: 'latest' })
    const seen = recorded(lines, 'data')
    await wait(1)
    lines.pause() // while it waits
    it.peer.send(numbers(100, 1))
    await until('all have come', () => lines.dropped === 99)
    lines.resume()
    await until('it came', () => seen.length === 1)
    lines.removeAllListeners('data')
    expect(lines.dropped).toBe(99)
    const more = recorded(lines, 'data')
    lines.pause()
    it.peer.send(numbers(10, 101))
    await until('all have come', () => lines.dropped === 108)
    lines.resume()
    await until('it came', () => more.length === 1)
    expect([...seen, ...more]).toEqual([
      ['data', '100'],
      ['data', '110'],
    ])
  })

  test('overflow error strikes who rests for too long', async () => {
    await using it = await rig({}, { bufferSize: 100 })
    const lines = it.sock.lines({ encoding: 'utf8', overflow: 'error' })
    const log = recorded(lines, 'data', 'error')
    lines.on('data', () => lines.pause())
    it.peer.send(numbers(200))
    await until('too much has come', () => log.length === 2)
    expect(log).toEqual([
      ['data', '0'],
      ['error', expect.objectContaining({ code: 'SOCKIO_OVERFLOW' })],
    ])
  })
})

describe('the end', () => {
  test('by the peer is end, after the last frame, once', async () => {
    await using it = await rig(echo)
    const lines = it.sock.lines(text)
    const log = recorded(lines, 'data', 'end', 'error')
    it.peer.send(['1', '2'])
    it.peer.disconnect('end')
    await until('it ends', () => log.at(-1) === 'end')
    lines.on('data', () => expect.unreachable())
    expect(await query(it.sock, 'Q')).toBe('Q')
    expect(log).toEqual([['data', '1'], ['data', '2'], 'end'])
  })

  test('by a loss is error; what had arrived comes first, also to who rests', async () => {
    await using it = await rig()
    const lines = it.sock.lines(text)
    const log = recorded(lines, 'data', 'end', 'error')
    lines.pause()
    await sent(it.peer, it.sock, ['1', '2'])
    const closed = next(it.sock, 'close')
    it.peer.disconnect('reset')
    await closed
    expect(log).toEqual([])
    lines.resume()
    await until('it ends', () => log.length === 3)
    expect(log).toEqual([
      ['data', '1'],
      ['data', '2'],
      ['error', expect.objectContaining({ code: 'SOCKIO_CONNECTION_LOST' })],
    ])
  })

  test('by close() of the stream is silent, and for good', async () => {
    await using it = await rig(echo)
    const lines = it.sock.lines(text)
    const log = recorded(lines, 'data', 'end', 'error')
    lines.on('data', () => lines.close())
    it.peer.send(['1', '2'])
    await until('one came', () => log.length === 1)
    lines.close().resume()
    lines.on('data', () => expect.unreachable())
    expect(await value((callback) => it.sock.readLine(text, callback))).toBe('2')
    expect(await query(it.sock, 'Q')).toBe('Q')
    expect(log).toEqual([['data', '1']])
  })

  test('by close() of the socket is an error for who listens to it, and no warning for who does not', async () => {
    const warnings: Error[] = []
    const warned = (warning: Error) => warnings.push(warning)
    process.on('warning', warned)
    for (const listens of [true, false]) {
      await using it = await rig()
      const lines = it.sock.lines().on('data', () => {})
      const log = listens ? recorded(lines, 'error') : []
      await value((callback) => it.sock.close(callback))
      if (listens) expect(log).toEqual([['error', expect.any(ClosedError)]])
    }
    await wait(1)
    process.off('warning', warned)
    expect(warnings).toEqual([])
  })

  test('by abort() is an error, told when that has returned', async () => {
    await using it = await rig()
    const control = new AbortController()
    const lines = it.sock.lines({ signal: control.signal }).on('data', () => {})
    const log = recorded(lines, 'error')
    await wait(1)
    control.abort()
    expect(log).toEqual([])
    await until('it is told', () => log.length === 1)
    expect(log).toEqual([['error', expect.any(AbortError)]])
  })

  test('by an error that nobody listens to is an error of the socket', async () => {
    await using it = await rig()
    const control = new AbortController()
    const told = next(it.sock, 'error')
    it.sock.lines({ signal: control.signal }).on('data', () => {})
    control.abort()
    expect(await told).toEqual([expect.any(AbortError)])
    expect(getEventListeners(control.signal, 'abort')).toEqual([])
    expect(it.sock.state).toBe('ready')
  })

  test('reconnect: there is none; it goes on across a reboot', async () => {
    await using peer = await simulate({ GO: (_request, session) => session.send([`${session.id}`]) })
    await using sock = new TCP(peer.host, peer.port, {
      reconnect: { retries: Number.POSITIVE_INFINITY, minDelay: 1, maxDelay: 5 },
      onConnectionMade: (session, done) => session.write('GO\n', done),
    })
    const lines = sock.lines({ encoding: 'utf8', reconnect: true })
    const seen = recorded(lines, 'data', 'end', 'error')
    await until('the first connection speaks', () => seen.length === 1)
    await peer.reboot(20)
    await until('the second one speaks', () => seen.length === 2)
    expect(seen[0]).toEqual(['data', '1'])
    expect(sock.connectionCounter).toBe(2)
  })
})

test('match: its lines are the stream’s, the others are left to requests', async () => {
  await using it = await rig({ '*': (request) => [`event ${request}`, request] })
  const events = recorded(it.sock.lines({ encoding: 'utf8', match: /^event / }), 'data')
  expect(await query(it.sock, 'Q1')).toBe('Q1')
  expect(await query(it.sock, 'Q2')).toBe('Q2')
  expect(events).toEqual([
    ['data', 'event Q1'],
    ['data', 'event Q2'],
  ])
})

test('blocks come by size or by separator', async () => {
  await using it = await rig()
  const blocks = take(it.sock.blocks(4), 2)
  it.peer.send(raw('0123456\n8,'))
  expect((await blocks).map(String)).toEqual(['0123', '456\n'])
  expect(await take(it.sock.blocks(',', text), 1)).toEqual(['8,'])
})

test.each(['line', 'data'] as const)(
  'leaving events.on(.., %j, { highWaterMark }) leaves nothing paused',
  async (event) => {
    await using used = await rig()
    const { peer, sock } = used
    const emitter = event === 'line' ? sock : sock.lines(text)
    const listening = on(emitter, event, { highWaterMark: 2, lowWaterMark: 1 })
    const first = listening.next()
    peer.send(raw(`${numbers(50).join('\n')}\n`)) // more at once than it takes: it pauses
    expect((await first).value).toEqual(['0'])
    await listening.return?.()
    const next = new Promise((resolve) => emitter.once(event, resolve))
    peer.send('more')
    expect(Number(await next)).toBeGreaterThan(0)
  },
)
