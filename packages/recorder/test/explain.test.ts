/** The reason is in the first three lines: of the failures that are most common, each with real sockets. */
import { type Options, TCP } from '@sockio/aio'
import { faults, raw, simulate } from '@sockio/sim'
import { expect, it } from 'vitest'
import {
  explain,
  explainAsPage,
  Playback,
  parseRecording,
  play,
  readRecording,
  recorder,
  testFile,
} from '../src/index.ts'
import { Folder } from './rig/folder.ts'

type Simulated = Awaited<ReturnType<typeof simulate>>

interface Case {
  readonly options?: Options
  readonly run: (sock: TCP, device: Simulated) => unknown
  /** What is in line two, how it ended, and in line three, why. */
  readonly lines: readonly [failed: RegExp, because: RegExp]
}

const device = () =>
  simulate({
    A: '1',
    HALF: raw(Buffer.from('abc')),
    CR: raw(Buffer.from('1.5\r')),
    LONG: 'x'.repeat(3000),
    TEXT: 'ERROR -113',
    GO: ['1', '2'],
    '*': () => undefined,
  })

/** By the headings of the page on errors. */
const cases: Readonly<Record<string, Case>> = {
  'ConnectError, refused': {
    run: async (sock, device) => {
      device.inject(faults.refuse())
      await sock.query('A')
    },
    lines: [
      /CONNECT: could not connect.*nothing listens on that port/,
      /because the attempt at a connection failed: connect ECONNREFUSED/,
    ],
  },
  'ConnectError, after retries': {
    options: { reconnect: { retries: 2, minDelay: 1 } },
    run: async (sock, device) => {
      device.inject(faults.refuse())
      await sock.query('A')
    },
    lines: [/after 3 attempts/, /because 3 attempts at a connection failed: connect ECONNREFUSED/],
  },
  InitError: {
    options: {
      onConnectionMade: () => {
        throw new Error('no calibration')
      },
    },
    run: (sock) => sock.query('A'),
    lines: [/INIT: the connection hook .* failed/, /because the hook \(\d+\) has thrown: no calibration/],
  },
  'TimeoutError, nothing came': {
    run: (sock) => sock.query('MUTE?', { timeout: 1000 }),
    lines: [
      /"MUTE\?\\n" failed after .*, reading, sent: yes: SOCKIO_TIMEOUT/,
      /because it was written, and nothing came in \d/,
    ],
  },
  'TimeoutError, another end of line': {
    run: (sock) => sock.query('CR', { timeout: 1000 }),
    lines: [
      /try eol: '\\r'/,
      /because it was written, and 4 bytes came, the last .* before that, and the end of the reply did not/,
    ],
  },
  'TimeoutError, half a reply': {
    run: (sock) => sock.query('HALF', { timeout: 1000 }),
    lines: [/TIMEOUT/, /3 bytes came, the last .* before that, and the end of the reply did not/],
  },
  'TimeoutError, in the queue': {
    run: (sock) => Promise.all([sock.query('MUTE?', { timeout: 60_000 }), sock.query('A', { timeout: 1000 })]),
    lines: [/"A\\n" failed after .*, queued, sent: no/, /because call 1 "MUTE\?\\n" was ahead of it/],
  },
  'ConnectionLostError, by another call': {
    options: { pipeline: 2 },
    run: (sock) => Promise.all([sock.query('MUTE?', { timeout: 1000 }), sock.query('MUTE 2?')]),
    lines: [/"MUTE\?\\n" failed/, /nothing came/],
  },
  ConnectionLostError: {
    run: async (sock, device) => {
      await sock.open()
      device.inject(faults.reset())
      await sock.query('A')
    },
    lines: [
      /CONNECTION_LOST|CONNECTION_EOF/,
      /because the (connection broke|instrument closed the connection) .* after it was written; nothing had come/,
    ],
  },
  ConnectionEOFError: {
    run: async (sock, device) => {
      await sock.open()
      device.inject(faults.dropAfter(1, { every: 1 }))
      await sock.query('TEXT')
    },
    lines: [
      /CONNECTION_EOF/,
      /because the instrument closed the connection .* after it was written; 1 bytes? had come/,
    ],
  },
  LimitOverrunError: {
    options: { bufferSize: 1000 },
    run: (sock) => sock.query('LONG'),
    lines: [/LIMIT_OVERRUN/, /because \d+ bytes came, and the end of the reply was not among them/],
  },
  FramingError: {
    run: (sock) => sock.writeReadBlock('TEXT\n'),
    lines: [/FRAMING/, /because what came is no reply of that kind: "ERROR -113\\n"/],
  },
  QueueFullError: {
    options: { maxQueue: 1 },
    run: (sock) => Promise.all([sock.query('MUTE?'), sock.query('A'), sock.query('A')]),
    lines: [/QUEUE_FULL/, /because \d calls waited already/],
  },
  StreamActiveError: {
    run: async (sock) => {
      for await (const _ of sock.lines({ start: 'GO' })) await sock.query('A')
    },
    lines: [/STREAM_ACTIVE/, /because stream 1 had the right to read/],
  },
  NotConnectedError: {
    options: { autoReconnect: false },
    run: (sock) => sock.query('A'),
    lines: [/NOT_CONNECTED/, /because there was no connection, and none was to be made/],
  },
}

it.each(Object.entries(cases))('%s', async (_, { options, run, lines }) => {
  using folder = new Folder()
  await using simulated = await device()
  const sock = new TCP(simulated.host, simulated.port, {
    timeout: 60_000,
    ...options,
    ...recorder(folder.path('s.jsonl')),
  })
  const outcome = Promise.resolve(run(sock, simulated)).then(
    () => 'no error',
    (error: Error) => error.name,
  )
  expect(await outcome).toMatch(/Error$/)
  await sock.close()
  const [first, second, third] = explain(readRecording(folder.path('s.jsonl'))).split('\n')
  expect(first).toMatch(
    /s\.jsonl: tcp:\/\/127\.0\.0\.1:\d+, \d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC, .*: \d+ calls?, \d+ failed$/,
  )
  expect(second).toMatch(lines[0])
  expect(third).toMatch(lines[1])
})

it('a late reply is told whose it was, and what was stray', async () => {
  using folder = new Folder()
  let answer: (() => void) | undefined
  await using device = await simulate(async (request) => {
    if (request === 'LATE?') await new Promise<void>((resolve) => (answer = resolve))
    return request === 'TWO?' ? ['a', 'b'] : request
  })
  const sock = new TCP(device.host, device.port, {
    timeout: 60_000,
    resync: 'discard',
    ...recorder(folder.path('s.jsonl')),
  })
  await sock.open() // which a busy machine may not do in time
  await sock.query('LATE?', { timeout: 20 }).catch(() => undefined)
  const next = sock.query('NEXT?')
  answer?.()
  expect(await next).toBe('NEXT?')
  await sock.query('TWO?')
  while (sock.inWaiting === 0) await new Promise(setImmediate)
  await sock.query('NEXT?')
  await sock.close()
  const recording = readRecording(folder.path('s.jsonl'))
  const text = explain(recording)
  expect(text).toMatch(/that was the late reply to call 2 "LATE\?\\n", given up .* ago: dropped/)
  expect(text).toMatch(/2 bytes that no call is owed: set aside/)
  expect(explain(recording, { call: 3 })).toMatch(/^.*\ncall 3 "NEXT\?\\n" was done after/)
  expect(() => explain(recording, { call: 99 })).toThrow(
    new RangeError(`call: ${recording.file} has calls 1 to 5, and no 99`),
  )
  const page = explainAsPage(recording)
  expect(page).toContain('given up')
  expect(page).not.toMatch(/(src|href)=|@import|url\(/)
  expect(explainAsPage(recording, { call: 3 })).not.toContain('TWO?')
})

it('what is said by an instrument is no part of the page', async () => {
  using folder = new Folder()
  await using device = await simulate(() => '<script>alert(1)</script>')
  const sock = new TCP(device.host, device.port, { timeout: 60_000, ...recorder(folder.path('s.jsonl')) })
  await sock.query('<b>')
  await sock.close()
  const page = explainAsPage(readRecording(folder.path('s.jsonl')))
  expect(page).toContain('&lt;script&gt;')
  expect(page).not.toContain('<script')
  expect(page).not.toContain('<b>')
})

it('what is no recording is refused by the name of the argument', () => {
  for (const wrong of [undefined, 5, {}, ['a.jsonl'], { turns: [] }] as never[]) {
    expect(() => testFile(wrong, {} as never, {} as never)).toThrow(/^recording: expected a recording, or the path /)
    expect(() => [...play(wrong)]).toThrow(/^recording: expected one that was read, got /)
    expect(() => new Playback(wrong)).toThrow(/^beginning: expected that of a recording, got /)
    expect(() => explain(wrong)).toThrow(/^recording: expected a recording, or the path of one, got /)
    expect(() => explainAsPage(wrong)).toThrow(/^recording: expected a recording, or the path of one, got /)
  }
  expect(() => explain('nowhere.jsonl')).toThrow(/nowhere\.jsonl/)
  expect(() => explain('nowhere.jsonl', { cal: 1 } as never)).toThrow('unknown option "cal": did you mean "call"?')
  for (const wrong of [undefined, 5] as never[]) {
    expect(() => readRecording(wrong)).toThrow(/^file: expected the path of a recording, got /)
    expect(() => parseRecording(wrong)).toThrow(/^text: expected the text of a recording, got /)
  }
})
