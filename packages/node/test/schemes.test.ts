/** URLs of other transports than TCP and TLS, and transports that users bring. */
import { describe, expect, it } from 'vitest'
import { Connection, endpoint, parseUrl, registerScheme, type TransportEvents, type Wire } from '../src/index.ts'

describe('a URL of a Unix socket', () => {
  it.each([
    ['unix:///run/scope.sock', '/run/scope.sock'],
    ['UNIX:///run/scope.sock', '/run/scope.sock'],
    ['unix:///tmp/a%20b', '/tmp/a b'],
  ])('%s', (url, path) => {
    const parsed = parseUrl(url, {})
    expect(endpoint(parsed.host, parsed.port)).toEqual({ host: path, port: 0, tls: false, url })
  })

  it.each([
    'unix://',
    'unix:///',
    'unix://run/scope.sock',
    'unix:///a?b',
    'unix:///a#b',
    'unix:///a%00b',
    'unix:///%zz',
  ])('not %s', (url) => {
    const parsed = parseUrl(url, {})
    expect(() => endpoint(parsed.host, parsed.port)).toThrow(/^url: expected unix:\/\/\/path\/of\/socket, got "/)
  })

  it('has no TLS', () => {
    expect(() => endpoint('unix:///run/scope.sock', 0, true)).toThrow(new TypeError('tls: unix:// has no TLS'))
  })

  it('has no port', () => {
    expect(() => endpoint('unix:///run/scope.sock', 5025)).toThrow(/^host: expected a host name/)
  })

  it('and none that nobody registered', () => {
    expect(() => parseUrl('gpib://9', {})).toThrow(
      /^url: expected host, .*TCPIP0::host::port::SOCKET.* unix:\/\/\.\.\..*, got "gpib:\/\/9"/,
    )
  })
})

/** Answers each line with itself, without any socket; or fails to. */
class Echo implements Wire {
  readonly #events: TransportEvents

  constructor(events: TransportEvents, fails: boolean) {
    this.#events = events
    queueMicrotask(() => {
      if (fails) {
        events.lost(new Error('no bus'))
        events.gone()
      } else {
        events.made()
        events.connected()
      }
    })
  }

  write(chunks: readonly Uint8Array[]) {
    for (const bytes of chunks) queueMicrotask(() => this.#events.received(Buffer.from(bytes)))
    return 'drained' as const
  }

  pause() {}

  resume() {}

  end() {
    queueMicrotask(() => {
      this.#events.eof()
      this.#events.gone()
    })
  }

  destroy() {
    queueMicrotask(() => this.#events.gone())
  }
}

/** Answers each line with itself, without its end, in pieces; the end of each message is said with the last or behind it. */
class Bus extends Echo {
  readonly #hear: TransportEvents['received']
  #messages = 0

  constructor(events: TransportEvents) {
    super(events, false)
    this.#hear = events.received
  }

  override write(chunks: readonly Uint8Array[]) {
    const text = Buffer.concat(chunks).toString().trimEnd()
    const behind = this.#messages++ % 2 === 0
    for (const [i, byte] of [...text].entries()) {
      const end = i === text.length - 1 && !behind
      queueMicrotask(() => this.#hear(Buffer.from(byte), end))
    }
    if (behind) queueMicrotask(() => this.#hear(Buffer.alloc(0), true))
    return 'drained' as const
  }
}

describe('a transport of the user', () => {
  registerScheme('echo', {
    address: (url) => ({ host: url.slice('echo://'.length), port: 0, tls: false, url }),
    transport: ({ host }) => ({ dial: (events) => new Echo(events, host === 'broken') }),
  })

  const connect = (url: string) => new Connection(endpoint(url, 0), { timeout: 60_000 })
  const query = (connection: Connection, text: string) =>
    new Promise<string>((resolve, reject) => {
      connection.start(connection.operations.query(text), { onValue: resolve, onError: reject })
    })

  it('carries calls, and a connection that is closed opens again', async () => {
    const connection = connect('echo://here')
    expect(await query(connection, 'A?')).toBe('A?')
    await new Promise<void>((resolve) => connection.close(resolve))
    expect(connection.state).toBe('idle')
    expect(await query(connection, 'B?')).toBe('B?')
    await new Promise<void>((resolve) => connection.dispose(resolve))
    expect(connection.connectionCounter).toBe(2)
  })

  it('that says where messages end: an instrument that leaves out the end of line just works', async () => {
    registerScheme('bus', {
      address: (url) => ({ host: url.slice('bus://'.length), port: 0, tls: false, url }),
      transport: () => ({ dial: (events) => new Bus(events) }),
    })
    const received: string[] = []
    const connection = new Connection(endpoint('bus://9', 0), {
      timeout: 60_000,
      onWire: ({ direction, bytes }) => direction === 'received' && received.push(Buffer.from(bytes).toString()),
    })
    expect(await query(connection, 'A?')).toBe('A?')
    expect(await query(connection, 'B?')).toBe('B?')
    expect(received.join('')).toBe('A?B?')
    expect(received).not.toContain('')

    const feed = connection.feeds.lines({ encoding: 'utf8', start: 'C?' })
    connection.subscribe(feed)
    await new Promise<void>((wake) => (feed.next() === undefined ? feed.wait(wake) : wake()))
    expect(feed.next()).toBe('C?')
    await new Promise<void>((resolve) => connection.dispose(resolve))
  })

  it('says why it can not be had, and where', async () => {
    const connection = connect('echo://broken')
    await expect(query(connection, 'A?')).rejects.toThrow('could not connect to echo://broken: no bus')
  })

  it('is not that of TCP, TLS, or something that is no scheme', () => {
    const scheme = {
      address: () => ({ host: '', port: 0, tls: false }),
      transport: () => ({ dial: () => new Echo(undefined as never, false) }),
    }
    for (const name of ['tcp', 'tls', 'Echo', '', '9p']) expect(() => registerScheme(name, scheme)).toThrow(/^name: /)
    for (const name of [undefined, null, 5, Symbol('bus')])
      expect(() => registerScheme(name as never, scheme)).toThrow(/^name: /)
    for (const none of [undefined, null, 5, {}, { address: () => undefined }]) {
      expect(() => registerScheme('bus', none as never)).toThrow(
        /^scheme: expected an object with address\(\) and transport\(\), got /,
      )
    }
    for (const none of [undefined, null, 5])
      expect(() => new Connection(none as never, {})).toThrow(/^address: expected an object, got /)
  })
})
