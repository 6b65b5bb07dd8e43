/** The events of a socket: what is emitted when, with what, and that nobody has to listen. */
import { EventEmitter, once } from 'node:events'
import { until } from '@sockio/conformance'
import { faults, raw, type SimulatedDevice, simulate } from '@sockio/sim'
import { describe, expect, test } from 'vitest'
import { InitError, StreamActiveError, TCP, TimeoutError } from '../src/index.ts'
import { failure, next, recorded, value } from './rig.ts'

const EVENTS = ['connect', 'eof', 'close', 'reconnecting', 'error']
const device = { Q1: 'A1', Q2: 'A2' }
const reset = expect.objectContaining({ code: 'ECONNRESET' })

const opened = (sock: TCP) => value((callback) => sock.open(callback))

/** Has the device say something, and waits until it has arrived and nobody has taken it. */
async function say(peer: SimulatedDevice, sock: TCP, text: string): Promise<void> {
  await peer.connected()
  peer.send(raw(text))
  await until(`${JSON.stringify(text)} has arrived`, () => sock.inWaiting === text.length)
}

test('a socket is an EventEmitter', async () => {
  await using peer = await simulate(device)
  await using sock = new TCP(peer.host, peer.port)
  expect(sock).toBeInstanceOf(EventEmitter)
  sock.open()
  expect(await once(sock, 'connect')).toEqual([])
  sock.close()
  expect(await once(sock, 'close')).toEqual([false])
  expect(sock.eventNames()).toEqual([])
})

describe('connect and close', () => {
  test('come once for each connection, before the callbacks of open() and close()', async () => {
    await using peer = await simulate(device)
    await using sock = new TCP(peer.host, peer.port)
    const log = recorded(sock, ...EVENTS)
    for (const count of [1, 2]) {
      sock.open(() => log.push('opened'))
      await value((callback) => sock.query('Q1', callback))
      await value((callback) => sock.close(() => callback(null, log.push('closed'))))
      expect(log).toHaveLength(4 * count)
    }
    expect(log.slice(0, 4)).toEqual(['connect', 'opened', ['close', false], 'closed'])
  })

  test('after an orderly end by the peer: eof, and close without an error', async () => {
    await using peer = await simulate(device)
    await using sock = new TCP(peer.host, peer.port)
    const log = recorded(sock, ...EVENTS)
    await opened(sock)
    await peer.connected()
    peer.disconnect('end')
    await next(sock, 'close')
    expect(log).toEqual(['connect', 'eof', ['close', false]])
  })

  test('after a reset: the error of the system, and close with it', async () => {
    await using peer = await simulate(device)
    await using sock = new TCP(peer.host, peer.port)
    const log = recorded(sock, ...EVENTS)
    await opened(sock)
    await peer.connected()
    peer.disconnect('reset')
    await until('it is closed', () => log.length === 3)
    expect(log).toEqual(['connect', ['error', reset], ['close', true, reset]])
  })

  test('a call that the loss ends is told before them', async () => {
    await using peer = await simulate(device)
    await using sock = new TCP(peer.host, peer.port)
    const log = recorded(sock, ...EVENTS)
    const lost = expect.objectContaining({ code: 'SOCKIO_CONNECTION_LOST' })
    sock.query('W1', (error) => log.push(['callback', error]))
    await peer.received('W1')
    peer.disconnect('reset')
    await until('it is closed', () => log.length === 4)
    expect(log).toEqual(['connect', ['callback', lost], ['error', reset], ['close', true, reset]])
  })

  test('a request that timed out closes the connection, which is told to its callback and by close', async () => {
    await using peer = await simulate(device)
    await using sock = new TCP(peer.host, peer.port)
    const log = recorded(sock, ...EVENTS)
    await value((callback) => sock.open(callback))
    sock.query('W1', { timeout: 20 }, (error) => log.push(['callback', error]))
    await until('it is closed', () => log.length === 3)
    const timeout = expect.any(TimeoutError)
    expect(log).toEqual(['connect', ['callback', timeout], ['close', true, timeout]])
  })

  test('do not come for a connection that never was', async () => {
    await using peer = await simulate(device, { faults: faults.refuse() })
    await using sock = new TCP(peer.host, peer.port, { onConnectionMade: (_session, done) => done(new Error('no')) })
    const log = recorded(sock, ...EVENTS)
    expect(await failure((callback) => sock.open(callback))).toMatchObject({ code: 'SOCKIO_CONNECT' })
    peer.clear()
    await peer.ready()
    expect(await failure((callback) => sock.open(callback))).toBeInstanceOf(InitError)
    await value((callback) => sock.close(callback))
    expect(log).toEqual([])
  })

  test('come for a socket that is destroyed', async () => {
    await using peer = await simulate(device)
    const sock = new TCP(peer.host, peer.port)
    const log = recorded(sock, ...EVENTS)
    await opened(sock)
    await value((callback) => sock.destroy(callback))
    expect(log).toEqual(['connect', ['close', false]])
  })
})

test('reconnecting tells the attempt, the delay and the error, also to onRetry', async () => {
  const retries: unknown[] = []
  await using peer = await simulate(device, { faults: faults.refuse() })
  await using sock = new TCP(peer.host, peer.port, {
    reconnect: { retries: 2, minDelay: 1, jitter: false },
    onRetry: (retry) => retries.push(retry),
  })
  const log = recorded(sock, ...EVENTS)
  await failure((callback) => sock.query('Q1', callback))
  const refused = expect.objectContaining({ code: 'ECONNREFUSED' })
  expect(retries).toEqual([
    { attempt: 1, delay: 1, error: refused },
    { attempt: 2, delay: 2, error: refused },
  ])
  expect(log).toEqual(retries.map((retry) => ['reconnecting', retry]))
})

describe('without a listener of error', () => {
  test('trouble of an idle connection is no trouble', async () => {
    await using peer = await simulate(device)
    await using sock = new TCP(peer.host, peer.port)
    for (const how of ['reset', 'end'] as const) {
      await opened(sock)
      await peer.connected()
      const closed = next(sock, 'close')
      peer.disconnect(how)
      await closed
      expect(sock.state).toBe('idle')
    }
    expect(await value((callback) => sock.query('Q1', callback))).toBe('A1')
  })

  test('a notification that throws is a process warning; with a listener, its error', async () => {
    await using peer = await simulate(device)
    const mine = new Error('mine')
    const onEofReceived = () => {
      throw mine
    }
    // As one from plain JavaScript may be: an option that is undefined is one that is absent.
    await using sock = new TCP(peer.host, peer.port, { onEofReceived, onError: undefined } as object)
    await opened(sock)
    await peer.connected()
    const warned = once(process, 'warning')
    peer.disconnect('end')
    expect(await warned).toEqual([mine])
    await opened(sock)
    await peer.connected()
    const heard = next(sock, 'error')
    peer.disconnect('end')
    expect(await heard).toEqual([mine])
  })
})

describe('line', () => {
  const lines = (sock: TCP) => {
    const seen: string[] = []
    sock.on('line', (line) => seen.push(line))
    return seen
  }

  test('is text in the encoding of the socket, without its end of line', async () => {
    await using peer = await simulate(device)
    await using sock = new TCP(peer.host, peer.port, { encoding: 'latin1', eol: '\r\n' })
    const seen = lines(sock)
    await opened(sock)
    await peer.connected()
    peer.send(raw(Buffer.from('5 \xb5V\r\n\r\nx\n', 'latin1')))
    peer.send(raw('y\r\n'))
    await until('all came', () => seen.length === 3)
    expect(seen).toEqual(['5 \xb5V', '', 'x\ny'])
  })

  test('does not connect; comes on every connection, for as long as somebody listens', async () => {
    await using peer = await simulate(device)
    await using sock = new TCP(peer.host, peer.port)
    const seen = lines(sock)
    expect(sock.state).toBe('idle')
    for (const line of ['1', '2', '3']) {
      await opened(sock)
      await peer.connected()
      peer.send(line)
      await until('it came', () => seen.at(-1) === line)
      const closed = next(sock, 'close')
      peer.disconnect('end')
      await closed
      await peer.disconnected()
    }
    expect(seen).toEqual(['1', '2', '3'])
    expect(peer.connections).toBe(3)
  })

  test('holds the right to read: a request fails until the last listener is removed', async () => {
    await using peer = await simulate(device)
    await using sock = new TCP(peer.host, peer.port)
    await opened(sock)
    const [first, second] = [() => {}, () => {}]
    sock.on('line', first).prependListener('line', second)
    const query = () => value((callback) => sock.query('Q1', callback))
    await expect(query()).rejects.toBeInstanceOf(StreamActiveError)
    sock.off('line', second)
    await expect(query()).rejects.toBeInstanceOf(StreamActiveError)
    sock.removeListener('line', first)
    expect(await query()).toBe('A1')
    sock.addListener('line', first)
    await expect(query()).rejects.toBeInstanceOf(StreamActiveError)
    sock.removeAllListeners('line')
    expect(await query()).toBe('A1')
    sock.prependOnceListener('line', first)
    await expect(query()).rejects.toBeInstanceOf(StreamActiveError)
    sock.removeAllListeners()
    expect(await query()).toBe('A1')
    expect(await value((callback) => sock.write('W1\n', callback))).toBeUndefined()
  })

  test('what listeners of connect ask goes first', async () => {
    await using peer = await simulate({ '*': (request) => request })
    await using sock = new TCP(peer.host, peer.port)
    const replies = new Promise((resolve) => {
      sock.on('connect', () => {
        sock.query('Q1', (_error, first) => sock.once('line', (second) => resolve([first, second])))
        sock.write('W1\n')
      })
    })
    sock.on('line', () => {})
    sock.open()
    expect(await replies).toEqual(['Q1', 'W1'])
  })

  test('once takes one, and leaves the rest to others', async () => {
    await using peer = await simulate(device)
    await using sock = new TCP(peer.host, peer.port)
    await opened(sock)
    await say(peer, sock, '1\n2\n3\n4\n')
    expect(await once(sock, 'line')).toEqual(['1'])
    expect(await once(sock, 'line')).toEqual(['2'])
    expect(await value((callback) => sock.readLine({ encoding: 'utf8' }, callback))).toBe('3')
    expect(sock.inWaiting).toBe(2)
  })

  test('rests while it is paused, and goes on with the next', async () => {
    await using peer = await simulate(device)
    await using sock = new TCP(peer.host, peer.port)
    await opened(sock)
    const seen: string[] = []
    sock.on('line', (line) => {
      seen.push(line)
      if (line === '2') expect(sock.pause()).toBe(sock)
    })
    await peer.connected()
    peer.send(['1', '2', '3'])
    await until('it rests', () => seen.length === 2)
    await expect(value((callback) => sock.query('Q1', callback))).rejects.toBeInstanceOf(StreamActiveError)
    peer.send('4')
    expect(seen).toEqual(['1', '2'])
    sock.resume()
    expect(seen).toEqual(['1', '2'])
    await until('it goes on', () => seen.length === 4)
    expect(seen).toEqual(['1', '2', '3', '4'])
  })

  test('a line cut short is an error, and no line', async () => {
    await using peer = await simulate(device)
    for (const [how, code] of [
      ['end', 'SOCKIO_CONNECTION_EOF'],
      ['reset', 'SOCKIO_CONNECTION_LOST'],
    ] as const) {
      await using sock = new TCP(peer.host, peer.port)
      const seen = lines(sock)
      const log = recorded(sock, 'error')
      await opened(sock)
      await peer.connected()
      peer.send(raw('whole\nha'))
      await until('the first came', () => seen.length === 1 && sock.inWaiting === 2)
      const closed = next(sock, 'close')
      peer.disconnect(how)
      await closed
      expect(seen).toEqual(['whole'])
      expect(log[0]).toEqual(['error', expect.objectContaining({ code, partial: Buffer.from('ha') })])
      expect(log.slice(1)).toEqual(how === 'end' ? [] : [['error', reset]])
      await peer.disconnected()
    }
  })

  test('close() and destroy() are no error of it, nor is a loss between lines', async () => {
    await using peer = await simulate(device)
    await using sock = new TCP(peer.host, peer.port)
    lines(sock)
    const log = recorded(sock, ...EVENTS)
    await opened(sock)
    await value((callback) => sock.close(callback))
    await opened(sock)
    await peer.connected()
    const closed = next(sock, 'close')
    peer.disconnect('reset')
    await closed
    await opened(sock)
    await value((callback) => sock.destroy(callback))
    expect(log).toEqual([
      ...['connect', ['close', false]],
      ...['connect', ['error', reset], ['close', true, reset]],
      ...['connect', ['close', false]],
    ])
  })

  test('a line that is too long, and a stream that is there already, are errors', async () => {
    await using peer = await simulate(device)
    await using sock = new TCP(peer.host, peer.port, { bufferSize: 100 })
    lines(sock)
    await opened(sock)
    await peer.connected()
    const log = recorded(sock, 'close', 'error')
    peer.send(raw('x'.repeat(200)))
    await until('it is closed', () => log.length === 2)
    const overrun = expect.objectContaining({ code: 'SOCKIO_LIMIT_OVERRUN' })
    expect(log.splice(0)).toEqual([
      ['error', overrun],
      ['close', true, overrun],
    ])
    sock.removeAllListeners('line')
    await opened(sock)
    sock.lines().on('data', () => {})
    lines(sock)
    await until('it is told', () => log.length === 1)
    expect(log).toEqual([['error', expect.any(StreamActiveError)]])
  })
})
