/** What an error tells: its code, its phase, whether the request was sent, what had arrived, and the likeliest cure. */
import { describe, expect, it } from 'vitest'
import * as errors from '../src/errors.ts'
import { block, exactly, lineOrBlock, type SockioError } from '../src/index.ts'
import { bytes, text } from './rig/bytes.ts'
import { type Rig, rig } from './rig/rig.ts'

interface Row {
  readonly title: string
  readonly play: (rig: Rig) => unknown
  /** Of which call. Default 'A?'. */
  readonly of?: string
  readonly settings?: Parameters<typeof rig>[0]
  readonly cold?: boolean
  readonly expected: readonly [code: string, phase: string, sent: string, partial: string | undefined, message: string]
}

const at = 'tcp://10.0.0.7:5025'
const oneClient = 'it accepts and hangs up: does it take one client at a time?'
/** A?'s turn does not come: the reply to MEAS? is owed since 50 ms. */
const owed = (r: Rig) => r.ask('MEAS?', { timeout: 100 }) && r.advance(150)
const stillOwed =
  '; the late reply to "MEAS?\\n" (given up 50 ms ago) is still owed, and if it never comes only close() ends that ' +
  "(or resync: 'reconnect')"
const discard = { resync: 'discard' } as const
const blocked = (r: Rig) => Object.assign(r, { blocks: true })

const rows: readonly Row[] = [
  {
    title: 'timeout in the queue',
    play: (r) => {
      r.ask('X?')
      r.ask('A?', { timeout: 500 })
      r.advance(500)
    },
    expected: [
      'TIMEOUT',
      'queued',
      'no',
      '',
      `"A?\\n" still waited its turn at ${at} after 500 ms; nothing of it was sent`,
    ],
  },
  {
    title: 'timeout behind a late reply that is owed',
    settings: discard,
    play: (r) => {
      r.ask('MEAS?', { timeout: 100 })
      r.ask('A?', { timeout: 150 })
      r.advance(150)
    },
    expected: [
      'TIMEOUT',
      'queued',
      'no',
      '',
      `"A?\\n" still waited its turn at ${at} after 150 ms; nothing of it was sent${stillOwed}`,
    ],
  },
  {
    title: 'timeout of a write that stands behind one who waits for a late reply',
    settings: discard,
    play: (r) => {
      r.ask('MEAS?', { timeout: 100 })
      r.ask('B?')
      r.write('A?', { timeout: 150 })
      r.advance(150)
    },
    expected: [
      'TIMEOUT',
      'queued',
      'no',
      undefined,
      `"A?\\n" still waited its turn at ${at} after 150 ms; nothing of it was sent${stillOwed}`,
    ],
  },
  {
    title: 'timeout of a write that a late reply does not hold up',
    settings: { ...discard, pacing: 500 },
    play: (r) => {
      r.write('X')
      r.advance(500)
      owed(r)
      r.write('X2')
      r.write('A?', { timeout: 100 })
      r.advance(100)
    },
    expected: [
      'TIMEOUT',
      'queued',
      'no',
      undefined,
      `"A?\\n" still waited its turn at ${at} after 100 ms; nothing of it was sent`,
    ],
  },
  {
    title: 'timeout while connecting',
    cold: true,
    play: (r) => {
      r.ask('A?', { timeout: 500 })
      r.advance(500)
    },
    expected: ['TIMEOUT', 'connecting', 'no', '', `"A?\\n": no connection to ${at} in 500 ms; nothing of it was sent`],
  },
  {
    title: 'timeout during the backoff',
    cold: true,
    settings: { reconnect: { retries: 9, minDelay: 1000 } },
    play: (r) => {
      r.ask('A?', { timeout: 500 })
      r.lost('ECONNREFUSED').advance(500)
    },
    expected: [
      'TIMEOUT',
      'connecting',
      'no',
      '',
      `"A?\\n": no connection to ${at} in 500 ms; nothing of it was sent; the last attempt failed: socket: ECONNREFUSED ` +
        '(nothing listens on that port: is the instrument on, and the port right?)',
    ],
  },
  {
    title: 'timeout of what was to be sent again',
    play: (r) => {
      r.ask('A?', { timeout: 500, retries: 1 })
      r.lost().advance(500)
    },
    expected: [
      'TIMEOUT',
      'connecting',
      'yes',
      '',
      `"A?\\n": no connection to ${at} in 500 ms; it was to be sent again, since its connection was lost`,
    ],
  },
  {
    title: 'timeout of a call in the hook that waits for another',
    settings: { hook: true },
    play: (r) => {
      r.ask('X?', { session: r.hook })
      r.ask('A?', { session: r.hook, timeout: 500 })
      r.advance(500)
    },
    expected: [
      'TIMEOUT',
      'initialising',
      'no',
      '',
      `"A?\\n" still waited its turn at ${at} after 500 ms; nothing of it was sent`,
    ],
  },
  {
    title: 'timeout during the hook',
    settings: { hook: true },
    play: (r) => {
      r.ask('A?', { timeout: 500 })
      r.advance(500)
    },
    expected: [
      'TIMEOUT',
      'initialising',
      'no',
      '',
      `"A?\\n": the connection hook at ${at} was not done after 500 ms; nothing of it was sent (inside the hook, use its session)`,
    ],
  },
  {
    title: 'timeout while writing',
    play: (r) => {
      blocked(r).ask('A?', { timeout: 500 })
      r.advance(500)
    },
    expected: [
      'TIMEOUT',
      'writing',
      'maybe',
      '',
      `"A?\\n" could not be written to ${at} in 500 ms: the peer does not read`,
    ],
  },
  {
    title: 'timeout while reading',
    play: (r) => {
      r.ask('A?', { timeout: 500 })
      r.advance(500)
    },
    expected: ['TIMEOUT', 'reading', 'yes', '', `no reply to "A?\\n" from ${at} in 500 ms; nothing arrived`],
  },
  {
    title: 'timeout with a line that ends otherwise',
    of: '*IDN?',
    play: (r) => {
      r.ask('*IDN?', { timeout: 500 })
      r.receive('ACME,MODEL,1234,1.0\r').advance(500)
    },
    expected: [
      'TIMEOUT',
      'reading',
      'yes',
      'ACME,MODEL,1234,1.0\r',
      `no reply to "*IDN?\\n" from ${at} in 500 ms; 20 bytes arrived without the end of line "\\n": ` +
        `"ACME,MODEL,1234,1.0\\r" (they end in "\\r": try eol: '\\r')`,
    ],
  },
  {
    title: 'timeout with some of several replies',
    play: (r) => {
      r.ask('A?', { timeout: 500, count: 3 })
      r.receive('1\n2\n3').advance(500)
    },
    expected: [
      'TIMEOUT',
      'reading',
      'yes',
      '1\n2\n3',
      `no reply to "A?\\n" from ${at} in 500 ms; 5 bytes arrived (2 of 3 replies) without the end of line "\\n": "1\\n2\\n3"`,
    ],
  },
  {
    title: 'timeout of a read',
    of: 'read',
    play: (r) => {
      r.read({ timeout: 500, framing: exactly(4) })
      r.receive('x').advance(500)
    },
    expected: [
      'TIMEOUT',
      'reading',
      'no',
      'x',
      `nothing to read from ${at} in 500 ms; 1 byte arrived without 4 bytes: "x"`,
    ],
  },
  {
    title: 'timeout of a stream',
    of: 'stream',
    play: (r) => {
      r.stream({ timeout: 500, credit: 1 })
      r.advance(500)
    },
    expected: ['TIMEOUT', 'reading', 'no', '', `nothing for the stream from ${at} in 500 ms; nothing arrived`],
  },
  {
    title: 'abort in the queue',
    play: (r) => {
      r.ask('X?')
      r.ask('A?')
      r.abort('A?', new Error('the user left'))
    },
    expected: ['ABORTED', 'queued', 'no', '', `"A?\\n" at ${at} was aborted: the user left`],
  },
  {
    title: 'abort behind a late reply that is owed since an abort',
    settings: discard,
    play: (r) => {
      r.ask('MEAS?')
      r.abort('MEAS?').advance(50)
      r.ask('A?')
      r.abort('A?', new Error('the user left'))
    },
    expected: ['ABORTED', 'queued', 'no', '', `"A?\\n" at ${at} was aborted: the user left${stillOwed}`],
  },
  {
    title: 'abort while reading',
    play: (r) => {
      r.ask('A?')
      r.receive('12').abort('A?', 'no reason')
    },
    expected: ['ABORTED', 'reading', 'yes', '12', `"A?\\n" at ${at} was aborted: no reason`],
  },
  {
    title: 'EOF',
    play: (r) => {
      r.ask('A?')
      r.receive('12').eof()
    },
    expected: [
      'CONNECTION_EOF',
      'reading',
      'yes',
      '12',
      `${at} closed the connection before "A?\\n" was done; 2 bytes arrived without the end of line "\\n": "12"`,
    ],
  },
  {
    title: 'reset while writing, before it ever gave a byte',
    play: (r) => {
      blocked(r).write('A?')
      r.lost()
    },
    expected: [
      'CONNECTION_LOST',
      'writing',
      'maybe',
      undefined,
      `${at} was lost: socket: ECONNRESET (${oneClient}) before "A?\\n" was done`,
    ],
  },
  {
    title: 'reset after it had given some',
    play: (r) => {
      r.receive('HELLO\n').ask('A?')
      r.lost()
    },
    expected: [
      'CONNECTION_LOST',
      'reading',
      'yes',
      '',
      `${at} was lost: socket: ECONNRESET before "A?\\n" was done; nothing arrived`,
    ],
  },
  {
    title: 'EOF before it ever gave a byte',
    play: (r) => {
      r.ask('A?')
      r.eof()
    },
    expected: [
      'CONNECTION_EOF',
      'reading',
      'yes',
      '',
      `${at} closed the connection (${oneClient}) before "A?\\n" was done; nothing arrived`,
    ],
  },
  {
    title: 'EOF before it ever gave a byte, in the hook',
    settings: { hook: true },
    cold: true,
    play: (r) => {
      r.ask('A?')
      r.connected().eof()
    },
    expected: [
      'INIT',
      'initialising',
      'no',
      undefined,
      `the connection hook at ${at} failed, so the connection was given up: the peer closed the connection (${oneClient})`,
    ],
  },
  {
    title: 'EOF while it settles',
    settings: { settle: 50 },
    cold: true,
    play: (r) => {
      r.ask('A?')
      r.connected().eof()
    },
    expected: [
      'CONNECT',
      'connecting',
      'no',
      undefined,
      `could not connect to ${at}: the peer closed the connection (${oneClient})`,
    ],
  },
  {
    title: 'EOF while it settles, and it says why',
    settings: { settle: 50 },
    cold: true,
    play: (r) => {
      r.ask('A?')
      r.connected().receive('BUSY\n').eof()
    },
    expected: [
      'CONNECT',
      'connecting',
      'no',
      undefined,
      `could not connect to ${at}: the peer closed the connection, and had said "BUSY\\n"`,
    ],
  },
  {
    title: 'reset while it settles, and it says why',
    settings: { settle: 50 },
    cold: true,
    play: (r) => {
      r.ask('A?')
      r.connected().receive('BUSY\n').lost('ECONNRESET')
    },
    expected: [
      'CONNECT',
      'connecting',
      'no',
      undefined,
      `could not connect to ${at}: socket: ECONNRESET; the peer had said "BUSY\\n"`,
    ],
  },
  {
    title: 'refused',
    cold: true,
    settings: { reconnect: { retries: 1 } },
    play: (r) => {
      r.ask('A?')
      r.lost('ECONNREFUSED').advance(100).lost('ECONNREFUSED')
    },
    expected: [
      'CONNECT',
      'connecting',
      'no',
      undefined,
      `could not connect to ${at}: socket: ECONNREFUSED (nothing listens on that port: is the instrument on, ` +
        'and the port right?) (after 2 attempts)',
    ],
  },
  ...[
    [
      'more files than may be open',
      'EMFILE',
      '10.0.0.7',
      'connect EMFILE 10.0.0.7:5025 - Local (undefined:undefined)',
      'connect EMFILE 10.0.0.7:5025 (this program has too many files and sockets open: are those closed that it has done with?)',
    ],
    [
      'a path that is too long',
      'EINVAL',
      '/run/a',
      'connect EINVAL /run/a',
      'connect EINVAL /run/a (the path of a socket has 107 bytes at most)',
    ],
    [
      'an address that wants its adapter',
      'EINVAL',
      'fe80::1',
      'connect EINVAL fe80::1:5025',
      'connect EINVAL fe80::1:5025 (an address that begins with fe80 needs its adapter: fe80::1%eth0)',
    ],
  ].map(([title = '', code, address, message, said]) => ({
    title,
    cold: true,
    play: (r: Rig) => {
      r.ask('A?')
      const cause = Object.assign(new Error(message), { code, address, syscall: 'connect' })
      r.turn(() => r.machine.lost(r.outputs.epoch, cause))
    },
    expected: ['CONNECT', 'connecting', 'no', undefined, `could not connect to ${at}: ${said}`] as const,
  })),
  {
    title: 'closed',
    play: (r) => {
      r.ask('A?')
      r.receive('1').close()
    },
    expected: ['CLOSED', 'reading', 'yes', '1', `${at} was closed`],
  },
  {
    title: 'queue full',
    settings: { maxQueue: 1 },
    play: (r) => {
      r.ask('X?')
      r.ask('Y?')
      r.ask('A?')
    },
    expected: ['QUEUE_FULL', 'queued', 'no', undefined, `1 exchanges wait already at ${at} (maxQueue)`],
  },
  {
    title: 'queue that is full behind a late reply that is owed',
    settings: { ...discard, maxQueue: 1 },
    play: (r) => {
      owed(r)
      r.ask('Y?')
      r.ask('A?')
    },
    expected: ['QUEUE_FULL', 'queued', 'no', undefined, `1 exchanges wait already at ${at} (maxQueue)${stillOwed}`],
  },
  {
    title: 'stream active',
    play: (r) => {
      r.stream()
      r.ask('A?')
    },
    expected: [
      'STREAM_ACTIVE',
      'queued',
      'no',
      undefined,
      `"A?\\n" at ${at} would wait for a stream that holds the read lane: end the stream first (close() ends one whose ` +
        'loop is gone), give it a `match` so that other lines are left to requests, or use write()',
    ],
  },
]

const BLOCK = block(bytes('\n'))
const silence = `from ${at} in 500 ms; nothing arrived`
const noQuestion = 'has no question mark: in SCPI only queries are answered; command() waits for no reply'
const quiet = (r: Rig, text: string, options = {}) => r.ask(text, { timeout: 500, ...options }) && r.advance(500)

/** What is said of a request that stays without any byte, and when it is not. */
const silences: readonly (readonly [title: string, play: (rig: Rig) => unknown, of: string, message: string])[] = [
  ['a question', (r) => quiet(r, 'A?'), 'A?', `no reply to "A?\\n" ${silence}`],
  ['a command', (r) => quiet(r, 'VOLT 5'), 'VOLT 5', `no reply to "VOLT 5\\n" ${silence} ("VOLT 5\\n" ${noQuestion})`],
  [
    'a question without an end of line',
    (r) => quiet(r, 'A?', { eol: '' }),
    'A?',
    `no reply to "A?" ${silence} ("A?" has no end of line: query() appends it)`,
  ],
  [
    'one that ends in another end of line',
    (r) => quiet(r, 'A?', { eol: '\r' }),
    'A?',
    `no reply to "A?\\r" ${silence}`,
  ],
  [
    'one behind a write without an end of line',
    (r) => r.write('VOLT 5', { eol: '' }) && quiet(r, 'A?'),
    'A?',
    `no reply to "A?\\n" ${silence} (the write before it, "VOLT 5", had no end of line: command() appends it)`,
  ],
  [
    'one behind such a write that was ended later',
    (r) => r.write('VOLT', { eol: '' }) && r.write(' 5') && quiet(r, 'A?'),
    'A?',
    `no reply to "A?\\n" ${silence}`,
  ],
  [
    'one behind such a write, but another was answered since',
    (r) => {
      r.write('VOLT 5', { eol: '' })
      r.ask('B?')
      r.receive('b\n')
      quiet(r, 'A?')
    },
    'A?',
    `no reply to "A?\\n" ${silence}`,
  ],
  [
    'one on the connection after that of such a write',
    (r) => {
      r.write('VOLT 5', { eol: '' })
      r.lost('ECONNRESET')
      r.ask('A?', { timeout: 500 })
      r.connected().advance(500)
    },
    'A?',
    `no reply to "A?\\n" ${silence}`,
  ],
  [
    'a read behind such a write',
    (r) => r.write('A?', { eol: '' }) && r.read({ timeout: 500 }) && r.advance(500),
    'read',
    `nothing to read ${silence} (the write before it, "A?", had no end of line: command() appends it)`,
  ],
  [
    'a stream behind such a write',
    (r) => r.write('START', { eol: '' }) && r.stream({ timeout: 500, credit: 1 }) && r.advance(500),
    'stream',
    `nothing for the stream ${silence} (the write before it, "START", had no end of line: command() appends it)`,
  ],
  [
    'a block asked for without an end of line',
    (r) => quiet(r, 'CURV?', { eol: '', framing: BLOCK }),
    'CURV?',
    `no reply to "CURV?" ${silence} ("CURV?" has no end of line: end it with one)`,
  ],
  [
    'a block that is not asked for',
    (r) => quiet(r, 'CURV', { framing: BLOCK }),
    'CURV',
    `no reply to "CURV\\n" ${silence} ("CURV\\n" ${noQuestion})`,
  ],
  [
    'a line or a block, not asked for',
    (r) => quiet(r, 'CURV', { framing: lineOrBlock(bytes('\n')) }),
    'CURV',
    `no reply to "CURV\\n" ${silence} ("CURV\\n" ${noQuestion})`,
  ],
  [
    'counted bytes behind a write without an end of line',
    (r) => r.write('A', { eol: '' }) && r.read({ framing: exactly(2), timeout: 500 }) && r.advance(500),
    'read',
    `nothing to read ${silence}`,
  ],
  ['bytes that are counted', (r) => quiet(r, 'A', { framing: exactly(2) }), 'A', `no reply to "A\\n" ${silence}`],
]

describe('the error of a silent instrument', () => {
  for (const [title, play, of, message] of silences) {
    it(`after ${title}`, () => {
      const r = rig().open()
      play(r)
      expect(r.call(of).error?.message).toBe(message)
    })
  }
})

describe('the error of who waits for its own transaction', () => {
  const held = '; a transaction holds the instrument: inside it, use its session'

  it('names the cure to a call', () => {
    const r = rig().open()
    r.begin()
    quiet(r, 'A?')
    expect(r.call('A?').error?.message).toBe(
      `"A?\\n" still waited its turn at ${at} after 500 ms; nothing of it was sent${held}`,
    )
  })

  it('names it to a transaction', () => {
    const r = rig().open()
    r.begin()
    r.begin('inner', 500)
    r.advance(500)
    expect(r.talk('inner').error?.message).toBe(`a transaction at ${at} still waited its turn after 500 ms${held}`)
  })

  it('says nothing of it to a call of the session, nor to the transaction itself', () => {
    const r = rig().open()
    const talk = r.begin('talk', 600)
    r.ask('X?', { session: talk })
    quiet(r, 'A?', { session: talk })
    expect(r.call('A?').error?.message).not.toContain('its session')
    r.advance(100)
    expect(r.talk('talk').error?.message).toBe(`a transaction at ${at} was not done after 600 ms`)
  })
})

describe('an error', () => {
  for (const { title, play, of = 'A?', settings, cold, expected } of rows) {
    it(`tells of a ${title}`, () => {
      const r = rig(settings)
      if (cold !== true) r.open()
      play(r)
      const error = r.call(of).error as SockioError
      const partial = error.partial === undefined ? undefined : text(error.partial)
      expect([error.code.replace('SOCKIO_', ''), error.phase, error.sent, partial, error.message]).toEqual(expected)
      expect(error.address).toEqual({ host: '10.0.0.7', port: 5025, tls: false })
      expect(error.request).toBe(r.call(of).request)
      expect(error).toBeInstanceOf(Error)
    })
  }

  it('shows of no request what shall not be shown', () => {
    const at = rows.filter(({ cold }) => cold !== true)
    for (const { title, play, of = 'A?', settings } of at) {
      const r = rig({ ...settings, redact: () => bytes('***') }).open()
      play(r)
      const { message, request } = r.call(of).error as SockioError
      expect(message, title).not.toMatch(/A\?|MEAS\?/)
      if (request !== undefined) expect(text(request), title).toBe('***')
    }
    for (const [title, play, of] of silences) {
      const r = rig({ redact: () => bytes('***') }).open()
      play(r)
      expect(r.call(of).error?.message, title).not.toMatch(/A\?|VOLT/)
    }
  })

  it('tells a transaction of a late reply that is owed', () => {
    const r = rig(discard).open()
    owed(r)
    r.begin('timed out', 0)
    r.advance(0)
    expect(r.talk('timed out').error?.message).toBe(
      `a transaction at ${at} still waited its turn after 0 ms${stillOwed}`,
    )
    const aborted = r.begin('aborted')
    r.turn(() => r.machine.abort([aborted], 'no reason'))
    expect(aborted.error?.message).toBe(`a transaction at ${at} was aborted before it began: no reason${stillOwed}`)
  })

  it('keeps its cause', () => {
    const r = rig().open()
    const cause = new Error('the user left')
    r.ask('A?')
    r.abort('A?', cause)
    expect(r.call('A?').error?.cause).toBe(cause)
    r.ask('B?')
    r.connected().lost('EPIPE')
    expect(r.call('B?').error?.cause).toMatchObject({ code: 'EPIPE' })
  })

  it('what comes after a loss in a transaction has for its cause the call that the connection was lost with', () => {
    const r = rig().open()
    const session = r.begin()
    r.ask('A?', { session })
    r.ask('B?', { session })
    r.lost('ECONNRESET')
    r.ask('C?', { session })
    for (const name of ['B?', 'C?']) {
      const { error } = r.call(name)
      expect(error?.name).toBe('NotConnectedError')
      expect(error?.message).toMatch(/^tcp:\S+ is not connected: (?!.*is not connected)/)
      expect(error?.cause).toBe(r.call('A?').error)
    }
  })

  it('or the call that failed, for which the connection was given up', () => {
    const r = rig({ pipeline: 2 }).open()
    const session = r.begin()
    r.ask('A?', { session, timeout: 10 })
    r.ask('B?', { session })
    r.advance(10)
    r.ask('C?', { session })
    expect(r.call('A?').error?.name).toBe('TimeoutError')
    expect(r.call('C?').error?.cause).toBe(r.call('A?').error)
  })
})

it('errors that a program makes itself have details', () => {
  for (const [name, Made] of Object.entries(errors)) {
    const make = (...given: unknown[]) => Reflect.construct(Made, ['mine', ...given])
    for (const none of [undefined, null, 5, 'queued', []]) {
      expect(() => make(none), name).toThrow(/^details: expected an object, got /)
    }
    const details = { address: { host: 'a', port: 1, tls: false }, phase: 'queued', sent: 'no' }
    if (name !== 'InstrumentError') expect(make(details), name).toMatchObject({ message: 'mine', ...details })
    else expect(() => make(details)).toThrow('details.errors: expected an array, got undefined')
  }
})
