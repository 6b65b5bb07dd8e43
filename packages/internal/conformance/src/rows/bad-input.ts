/** Sections 2.3 and 2.4: bad arguments and options, each named by its error, and nothing done. */
import assert from 'node:assert/strict'
import { refusal } from '../failure.ts'
import { type Row, type Run, table } from '../row.ts'
import type { SubjectOptions, SubjectSocket } from '../subject.ts'

type Kind = 'TypeError' | 'RangeError'
/** What is wrong, and the error that it must be. */
type Bad<T> = readonly [value: T, kind: Kind]

const shown = (value: unknown) =>
  typeof value === 'function' ? 'a function' : (JSON.stringify(value) ?? String(value))

const badOptions: Readonly<Record<keyof SubjectOptions, readonly Bad<unknown>[]>> = {
  eol: [
    ['', 'RangeError'],
    [new Uint8Array(0), 'RangeError'],
    [10, 'TypeError'],
    [null, 'TypeError'],
  ],
  writeEol: [
    ['', 'RangeError'],
    [true, 'TypeError'],
  ],
  encoding: [
    ['utf9', 'TypeError'],
    [8, 'TypeError'],
  ],
  autoReconnect: [
    ['yes', 'TypeError'],
    [1, 'TypeError'],
  ],
  connectionTimeout: [
    [-1, 'RangeError'],
    [Number.NaN, 'RangeError'],
    ['1000', 'TypeError'],
    [2 ** 31, 'RangeError'],
  ],
  timeout: [
    [-1, 'RangeError'],
    [Number.NaN, 'RangeError'],
    ['1000', 'TypeError'],
    [null, 'TypeError'],
  ],
  reconnect: [
    [5, 'TypeError'],
    [true, 'TypeError'],
    [[], 'TypeError'],
  ],
  retries: [
    [-1, 'RangeError'],
    [1.5, 'RangeError'],
    ['1', 'TypeError'],
  ],
  pipeline: [
    [0, 'RangeError'],
    [1.5, 'RangeError'],
    ['2', 'TypeError'],
  ],
  resync: [
    ['retry', 'TypeError'],
    [true, 'TypeError'],
  ],
  quiet: [
    [-1, 'RangeError'],
    ['soon', 'TypeError'],
  ],
  settle: [
    [-1, 'RangeError'],
    [Number.POSITIVE_INFINITY, 'RangeError'],
    ['5', 'TypeError'],
  ],
  pacing: [
    [-1, 'RangeError'],
    [Number.POSITIVE_INFINITY, 'RangeError'],
    ['5', 'TypeError'],
  ],
  bufferSize: [
    [0, 'RangeError'],
    [-1, 'RangeError'],
    [1.5, 'RangeError'],
    ['1k', 'TypeError'],
  ],
  maxBlock: [
    [0, 'RangeError'],
    [1.5, 'RangeError'],
    ['1G', 'TypeError'],
  ],
  maxQueue: [
    [0, 'RangeError'],
    [-1, 'RangeError'],
    ['1', 'TypeError'],
  ],
  noDelay: [[1, 'TypeError']],
  tos: [
    [256, 'RangeError'],
    [-1, 'RangeError'],
    ['16', 'TypeError'],
  ],
  keepAlive: [
    [60_000, 'TypeError'],
    [null, 'TypeError'],
  ],
  tls: [
    ['yes', 'TypeError'],
    [1, 'TypeError'],
  ],
  staleInput: [['drop', 'TypeError']],
  redact: [
    ['PASS', 'TypeError'],
    [true, 'TypeError'],
  ],
  localAddress: [
    ['', 'TypeError'],
    ['eth0', 'TypeError'],
    ['256.0.0.1', 'TypeError'],
    [4, 'TypeError'],
  ],
  family: [
    [5, 'TypeError'],
    ['4', 'TypeError'],
  ],
  onConnectionMade: [['hook', 'TypeError']],
  onConnectionLost: [[1, 'TypeError']],
  onEofReceived: [[{}, 'TypeError']],
  onStateChange: [[true, 'TypeError']],
  onRetry: [[[], 'TypeError']],
  onStray: [['x', 'TypeError']],
  onError: [[1, 'TypeError']],
  onWire: [[{}, 'TypeError']],
  record: [['session.jsonl', 'TypeError']],
}

const nested: readonly (readonly [options: object, kind: Kind, names: string])[] = [
  [{ reconnect: { retries: -1 } }, 'RangeError', 'reconnect.retries'],
  [{ reconnect: { minDelay: -1 } }, 'RangeError', 'reconnect.minDelay'],
  [{ reconnect: { maxDelay: 'long' } }, 'TypeError', 'reconnect.maxDelay'],
  [{ reconnect: { factor: 0 } }, 'RangeError', 'reconnect.factor'],
  [{ reconnect: { jitter: 2 } }, 'RangeError', 'reconnect.jitter'],
  [{ reconnect: { retry: 2 } }, 'TypeError', 'did you mean "retries"?'],
  [{ keepAlive: { idle: -1 } }, 'RangeError', 'keepAlive.idle'],
  [{ keepAlive: { interval: 'x' } }, 'TypeError', 'keepAlive.interval'],
  [{ keepAlive: { count: 0 } }, 'RangeError', 'keepAlive.count'],
  [{ keepAlive: { idle: 32_768_000 } }, 'RangeError', 'keepAlive.idle'],
  [{ keepAlive: { count: 128 } }, 'RangeError', 'keepAlive.count'],
  [{ keepAlive: { delay: 1 } }, 'TypeError', 'delay'],
  [{ timeOut: 5 }, 'TypeError', 'unknown option "timeOut": did you mean "timeout"? (known: '],
  [{ __proto__: null, toString: 1 }, 'TypeError', 'toString'],
  [JSON.parse('{ "__proto__": { "timeout": 1 } }'), 'TypeError', '__proto__'],
]

const badHosts: readonly Bad<unknown>[] = [
  ['', 'TypeError'],
  [undefined, 'TypeError'],
  [5025, 'TypeError'],
  ['tcp://10.0.0.7', 'TypeError'],
]
const badPorts: readonly Bad<unknown>[] = [
  [70_000, 'RangeError'],
  [0, 'RangeError'],
  [-1, 'RangeError'],
  [1.5, 'RangeError'],
  [Number.NaN, 'RangeError'],
  ['5025', 'TypeError'],
  [undefined, 'TypeError'],
]
const badUrls = [
  '',
  'http://10.0.0.7:80',
  'tls://10.0.0.7',
  '5025',
  '*IDN?',
  'TCPIP0::10.0.0.7::INSTR',
  'tcp://:5025',
  undefined,
]

/** Calls with bad arguments: what the error names, its kind, the call. */
type BadCall = readonly [name: string, names: string, kind: Kind, call: (sock: AnySocket) => unknown]
/** Arguments as they come from plain JavaScript. */
type AnySocket = {
  readonly [K in keyof SubjectSocket]: SubjectSocket[K] extends (...args: never) => infer R
    ? (...args: unknown[]) => R
    : SubjectSocket[K]
}

const badCalls: readonly BadCall[] = [
  ['read(-1)', 'n', 'RangeError', (sock) => sock.read(-1)],
  ['read(1.5)', 'n', 'RangeError', (sock) => sock.read(1.5)],
  ['read("1")', 'n', 'TypeError', (sock) => sock.read('1')],
  ['readLines(-1)', 'n', 'RangeError', (sock) => sock.readLines(-1)],
  ['readLines()', 'n', 'TypeError', (sock) => sock.readLines()],
  ['readExactly(-1)', 'n', 'RangeError', (sock) => sock.readExactly(-1)],
  ['readExactly(NaN)', 'n', 'RangeError', (sock) => sock.readExactly(Number.NaN)],
  ['readExactly(Infinity)', 'n', 'RangeError', (sock) => sock.readExactly(Number.POSITIVE_INFINITY)],
  ['readUntil("")', 'separator', 'RangeError', (sock) => sock.readUntil('')],
  ['readUntil(10)', 'separator', 'TypeError', (sock) => sock.readUntil(10)],
  ['exchange(5, { line: true })', 'data', 'TypeError', (sock) => sock.exchange(5, { line: true })],
  ['exchange("Q")', 'framing', 'TypeError', (sock) => sock.exchange('Q')],
  ['exchange("Q", { end: 5 })', 'framing', 'TypeError', (sock) => sock.exchange('Q', { end: 5 })],
  ['exchange("Q", {})', 'framing', 'TypeError', (sock) => sock.exchange('Q', {})],
  ['exchange("Q", { lines: true })', 'framing', 'TypeError', (sock) => sock.exchange('Q', { lines: true })],
  [
    'exchange("Q", { untill: ";" })',
    'framing: unknown name "untill": did you mean "until"?',
    'TypeError',
    (sock) => sock.exchange('Q', { untill: ';' }),
  ],
  [
    'exchange("Q", { until: ";", exactly: 3 })',
    'framing: expected an object with one of these names, got "until" with "exactly"',
    'TypeError',
    (sock) => sock.exchange('Q', { until: ';', exactly: 3 }),
  ],
  [
    'exchange("Q", { block: { endign: "never" } })',
    'unknown field of a dialect "endign": did you mean "ending"?',
    'TypeError',
    (sock) => sock.exchange('Q', { block: { endign: 'never' } }),
  ],
  ['exchange("Q", { block: 1 })', 'framing.block', 'TypeError', (sock) => sock.exchange('Q', { block: 1 })],
  [
    'exchange("Q", { block: { ending: "always" } })',
    'framing.block.ending',
    'TypeError',
    (sock) => sock.exchange('Q', { block: { ending: 'always' } }),
  ],
  ['exchange("Q", { until: "" })', 'framing.until', 'RangeError', (sock) => sock.exchange('Q', { until: '' })],
  ['exchange("Q", { exactly: -1 })', 'framing.exactly', 'RangeError', (sock) => sock.exchange('Q', { exactly: -1 })],
  ['exchange("Q", { some: "1" })', 'framing.some', 'TypeError', (sock) => sock.exchange('Q', { some: '1' })],
  ['exchange("Q", { idle: -1 })', 'framing.idle', 'RangeError', (sock) => sock.exchange('Q', { idle: -1 })],
  ['exchange("Q", { idle: true })', 'framing.idle', 'TypeError', (sock) => sock.exchange('Q', { idle: true })],
  ['exchange("Q", { module: 5 })', 'framing.module', 'TypeError', (sock) => sock.exchange('Q', { module: 5 })],
  ['write(5)', 'data', 'TypeError', (sock) => sock.write(5)],
  ['write()', 'data', 'TypeError', (sock) => sock.write()],
  ['write(null)', 'data', 'TypeError', (sock) => sock.write(null)],
  ['writeLines("text")', 'lines', 'TypeError', (sock) => sock.writeLines('text')],
  ['writeLines([1])', 'lines[0]', 'TypeError', (sock) => sock.writeLines([1])],
  ['writeRead(1)', 'data', 'TypeError', (sock) => sock.writeRead(1)],
  ['writeRead("Q", -1)', 'n', 'RangeError', (sock) => sock.writeRead('Q', -1)],
  ['writeReadLine({})', 'data', 'TypeError', (sock) => sock.writeReadLine({})],
  ['writeReadLines("Q", -1)', 'n', 'RangeError', (sock) => sock.writeReadLines('Q', -1)],
  ['writeReadLines("Q")', 'n', 'TypeError', (sock) => sock.writeReadLines('Q')],
  ['writeLinesReadLines(["Q"], -1)', 'n', 'RangeError', (sock) => sock.writeLinesReadLines(['Q'], -1)],
  ['writeLinesReadLines(["Q", 1])', 'lines[1]', 'TypeError', (sock) => sock.writeLinesReadLines(['Q', 1])],
  ['writeReadBlock(1)', 'data', 'TypeError', (sock) => sock.writeReadBlock(1)],
  ['query(bytes)', 'text', 'TypeError', (sock) => sock.query(Buffer.from('Q'))],
  ['query() of two lines', 'text', 'TypeError', (sock) => sock.query('Q1\nQ2')],
  ['command(bytes)', 'text', 'TypeError', (sock) => sock.command(Buffer.from('W'))],
  ['command() of two lines', 'text', 'TypeError', (sock) => sock.command('W1\nW2')],
  ['command() with an unknown option', 'timeOut', 'TypeError', (sock) => sock.command('W', { timeOut: 1 })],
  ['query() with timeout -1', 'timeout', 'RangeError', (sock) => sock.query('Q', { timeout: -1 })],
  ['query() with timeout "1"', 'timeout', 'TypeError', (sock) => sock.query('Q', { timeout: '1' })],
  ['query() with an empty eol', 'eol', 'RangeError', (sock) => sock.query('Q', { eol: '' })],
  ['query() with retries -1', 'retries', 'RangeError', (sock) => sock.query('Q', { retries: -1 })],
  ['query() with a signal that is none', 'signal', 'TypeError', (sock) => sock.query('Q', { signal: {} })],
  ['query() of what latin1 does not have', 'U+03A9', 'RangeError', (sock) => sock.query('Q Ω', { encoding: 'latin1' })],
  [
    'query() of what latin1 makes LF of',
    'U+010A',
    'RangeError',
    (sock) => sock.query('Q\u010a', { encoding: 'latin1' }),
  ],
  [
    'command() of what ascii does not have',
    'U+00B0',
    'RangeError',
    (sock) => sock.command('W°', { encoding: 'ascii' }),
  ],
  ['write() of what latin1 does not have', 'U+1F600', 'RangeError', (sock) => sock.write('😀', { encoding: 'latin1' })],
  [
    'writeLines() of what latin1 does not have',
    'U+03A9',
    'RangeError',
    (sock) => sock.writeLines(['W\n', new Uint8Array(1), 'Ω'], { encoding: 'latin1' }),
  ],
  [
    'lines() with a start that latin1 does not have',
    'U+20AC',
    'RangeError',
    (sock) => sock.lines({ start: '€', encoding: 'latin1' }).next(),
  ],
  ['query() with an unknown encoding', 'encoding', 'TypeError', (sock) => sock.query('Q', { encoding: 'x' })],
  ['query() with an unknown option', 'did you mean "timeout"?', 'TypeError', (sock) => sock.query('Q', { timeOut: 1 })],
  [
    'readBlock({ dialect: { headers: true } })',
    'did you mean "header"?',
    'TypeError',
    (sock) => sock.readBlock({ dialect: { headers: true } }),
  ],
  ['writeReadBlock("Q", { dialect: 5 })', 'dialect', 'TypeError', (sock) => sock.writeReadBlock('Q', { dialect: 5 })],
  ['readLine() with a number for options', 'options', 'TypeError', (sock) => sock.readLine(5)],
  ['readLine() with an unknown option', 'limit', 'TypeError', (sock) => sock.readLine({ limit: 1 })],
  ['open() with an unknown option', 'host', 'TypeError', (sock) => sock.open({ host: 'x' })],
  ['transaction() without a function', 'fn', 'TypeError', (sock) => sock.transaction('x')],
  ['transaction() with timeout -1', 'timeout', 'RangeError', (sock) => sock.transaction(() => 1, { timeout: -1 })],
  ['transaction() with an unknown option', 'retries', 'TypeError', (sock) => sock.transaction(() => 1, { retries: 1 })],
  ['lines() with an empty eol', 'eol', 'RangeError', (sock) => sock.lines({ eol: '' }).next()],
  ['lines() with a match that is none', 'match', 'TypeError', (sock) => sock.lines({ match: 5 }).next()],
  ['lines() with an unknown overflow', 'overflow', 'TypeError', (sock) => sock.lines({ overflow: 'x' }).next()],
  ['lines() with timeout -1', 'timeout', 'RangeError', (sock) => sock.lines({ timeout: -1 }).next()],
  ['lines() with a reconnect that is none', 'reconnect', 'TypeError', (sock) => sock.lines({ reconnect: 1 }).next()],
  ['lines() with an unknown option', 'retries', 'TypeError', (sock) => sock.lines({ retries: 1 }).next()],
  ['blocks(0)', 'size', 'RangeError', (sock) => sock.blocks(0).next()],
  ['blocks(1.5)', 'size', 'RangeError', (sock) => sock.blocks(1.5).next()],
  ['blocks("")', 'separator', 'RangeError', (sock) => sock.blocks('').next()],
  ['blocks()', 'separator', 'TypeError', (sock) => sock.blocks().next()],
  ['blocks() with match', 'match', 'TypeError', (sock) => sock.blocks(1, { match: 'x' }).next()],
  // Each is shown as what it was, wherever the sockets are.
  [
    'query() with a function for a decoder',
    'an object with a function "decode", got a function',
    'TypeError',
    (sock) => sock.query('Q', { as: Number }),
  ],
  ['query() with a symbol for a decoder', 'got Symbol(x)', 'TypeError', (sock) => sock.query('Q', { as: Symbol('x') })],
  [
    'query() with a function for its timeout',
    'timeout: expected a number of milliseconds, got a function',
    'TypeError',
    (sock) => sock.query('Q', { timeout: () => 1 }),
  ],
  [
    'query() with a function for its signal',
    'signal: expected an AbortSignal, got a function',
    'TypeError',
    (sock) => sock.query('Q', { signal: () => 1 }),
  ],
  [
    'query() with a bigint for its retries',
    'retries: expected an integer, got 5n',
    'TypeError',
    (sock) => sock.query('Q', { retries: 5n }),
  ],
  [
    "write(Symbol('x'))",
    'data: expected a string or a Uint8Array, got Symbol(x)',
    'TypeError',
    (sock) => sock.write(Symbol('x')),
  ],
  [
    "writeLines([Symbol('x')])",
    'lines[0]: expected a string or a Uint8Array, got Symbol(x)',
    'TypeError',
    (sock) => sock.writeLines([Symbol('x')]),
  ],
  [
    'transaction() with a symbol for its timeout',
    'timeout: expected a number of milliseconds, got Symbol(x)',
    'TypeError',
    (sock) => sock.transaction(() => 1, { timeout: Symbol('x') }),
  ],
  [
    'lines() with a function for a decoder',
    'an object with a function "decode", got a function',
    'TypeError',
    (sock) => sock.lines({ as: Number }).next(),
  ],
  [
    'lines() with a function for its start',
    'start: expected a string or a Uint8Array, got a function',
    'TypeError',
    (sock) => sock.lines({ start: () => 1 }).next(),
  ],
  ["blocks(Symbol('x'))", 'got Symbol(x)', 'TypeError', (sock) => sock.blocks(Symbol('x')).next()],
]

function optionRow(options: object, kind: Kind, names: string): Run {
  return async ({ peer, subject }) => {
    const device = await peer('numbered')
    const use = () => subject.connect(device.host, device.port, options as SubjectOptions).open()
    await refusal(use, kind, names)
    assert.equal(await device.connections(), 0)
  }
}

function rows(): readonly Row[] {
  const runs: Record<string, Run> = {}
  for (const [option, values] of Object.entries(badOptions)) {
    runs[`option ${option}: ${values.map(([value]) => shown(value)).join(', ')}`] = async (context) => {
      for (const [value, kind] of values) await optionRow({ [option]: value }, kind, option)(context)
    }
  }
  for (const [options, kind, names] of nested) runs[`options ${shown(options)}`] = optionRow(options, kind, names)
  runs['options that are undefined are those that are absent'] = async ({ peer, connect }) => {
    const options = Object.fromEntries([...Object.keys(badOptions)].map((name) => [name, undefined]))
    const sock = connect(await peer('numbered'), options as SubjectOptions)
    const call = { timeout: undefined, signal: undefined, eol: undefined, encoding: undefined }
    assert.equal(await sock.query('Q1', { ...call, retries: undefined, blocks: undefined }), 'A1')
    const stream = sock.lines({ ...call, reconnect: undefined, overflow: undefined, match: undefined })
    const line = stream.next()
    await sock.write('Q2\n')
    assert.equal(String((await line).value), 'A2\n')
    await stream.return()
    const aborted = sock.transaction((session) => session.query('Q3'), { timeout: undefined, signal: undefined })
    assert.equal(await aborted, 'A3')
  }
  runs['fields of options that are undefined are those that are absent'] = async ({ peer, connect }) => {
    const device = await peer('numbered')
    const keepAlive = { idle: undefined, interval: undefined, count: undefined }
    const sock = connect(device, {
      keepAlive,
      reconnect: { retries: undefined, minDelay: undefined, jitter: undefined },
    })
    await sock.open()
    const inForce = sock.socketOptions?.keepAlive
    assert(inForce, 'keepAlive is off')
    assert.equal(inForce.idle, 60_000)
    assert([undefined, 10_000].includes(inForce.interval) && [undefined, 3].includes(inForce.count))
  }
  for (const [host, kind] of badHosts) {
    runs[`host ${shown(host)}`] = ({ subject }) =>
      refusal(() => subject.connect(host as string, 5025).open(), kind, 'host')
  }
  for (const [port, kind] of badPorts) {
    const name = Number.isNaN(port) ? 'NaN' : shown(port)
    runs[`port ${name}`] = ({ subject }) =>
      refusal(() => subject.connect('localhost', port as number).open(), kind, 'port')
  }
  for (const url of badUrls) {
    runs[`url ${shown(url)}`] = ({ subject }) =>
      refusal(() => subject.connectUrl(url as string).open(), 'TypeError', 'url')
  }
  runs['url tls:// with tls: false'] = ({ subject }) => {
    return refusal(() => subject.connectUrl('tls://localhost:5025', { tls: false }).open(), 'TypeError', 'tls')
  }
  runs['url with port 70000'] = ({ subject }) => {
    return refusal(() => subject.connectUrl('tcp://localhost:70000').open(), 'RangeError', 'port')
  }
  for (const [name, names, kind, call] of badCalls) {
    runs[`call ${name}`] = async ({ peer, connect }) => {
      const device = await peer('numbered')
      const sock = connect(device)
      await refusal(() => call(sock as unknown as AnySocket), kind, names)
      assert.equal(sock.state, 'idle')
      assert.equal(await device.connections(), 0)
    }
  }
  return table('2.3 bad arguments', runs)
}

export const badInputRows = rows()
