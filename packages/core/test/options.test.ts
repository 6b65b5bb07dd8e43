/** Options: what each may be, and the error that names each wrong one. */
import { describe, expect, it } from 'vitest'
import { callOptionRules, checkOptions, fields } from '../src/index.ts'

const accepted: readonly object[] = [
  {},
  { eol: '\n' },
  { eol: '\r\n', writeEol: Uint8Array.of(13) },
  { eol: undefined, timeout: undefined },
  { encoding: 'latin1' },
  { autoReconnect: false },
  { connectionTimeout: 0 },
  { connectionTimeout: Number.POSITIVE_INFINITY, timeout: 1.5 },
  { reconnect: { retries: Number.POSITIVE_INFINITY, minDelay: 0, maxDelay: 1, factor: 1, jitter: 0.5 } },
  { reconnect: { jitter: false } },
  { reconnect: () => false },
  { retries: 3, pipeline: 1 },
  { resync: 'discard', staleInput: 'keep', pacing: 20 },
  { bufferSize: 1, maxQueue: 1 },
  { noDelay: false, tos: 0, keepAlive: false },
  { keepAlive: true },
  { keepAlive: { idle: 1000, interval: 100, count: 1 } },
  { tls: true },
  { tls: { rejectUnauthorized: false } },
  { family: 6 },
  { onConnectionMade: () => undefined, onWire: () => undefined },
]

type Wrong = readonly [options: unknown, error: typeof TypeError | typeof RangeError, message: string]

const refused: readonly Wrong[] = [
  [null, TypeError, 'options: expected an object, got null'],
  [undefined, TypeError, 'options: expected an object, got undefined'],
  ['tcp', TypeError, 'options: expected an object, got "tcp"'],
  [[], TypeError, 'options: expected an object, got an array'],
  [{ timout: 1 }, TypeError, 'unknown option "timout": did you mean "timeout"? (known: eol, encoding,'],
  [{ timeOut: 1 }, TypeError, 'unknown option "timeOut": did you mean "timeout"? (known: '],
  [{ tiemout: 1 }, TypeError, 'unknown option "tiemout": did you mean "timeout"?'],
  [{ connection_timeout: 1 }, TypeError, 'did you mean "connectionTimeout"?'],
  [{ connectTimeout: 1 }, TypeError, 'did you mean "connectionTimeout"?'],
  [{ 'auto-reconnect': true }, TypeError, 'did you mean "autoReconnect"?'],
  [{ retry: 1 }, TypeError, 'did you mean "retries"?'],
  [{ onconnectionmade: 1 }, TypeError, 'did you mean "onConnectionMade"?'],
  [{ host: 'x' }, TypeError, 'unknown option "host" (known: '],
  [{ baudRate: 9600 }, TypeError, 'unknown option "baudRate" (known: '],
  [{ ['x'.repeat(1e6)]: 1 }, TypeError, 'unknown option "xxx'],
  [{ toString: 1 }, TypeError, 'unknown option "toString"'],
  [{ eol: '' }, RangeError, 'eol: must be at least one byte'],
  [{ eol: 10 }, TypeError, 'eol: expected a string or a Uint8Array, got 10'],
  [{ eol: null }, TypeError, 'eol: expected a string or a Uint8Array, got null'],
  [{ writeEol: new Uint8Array(0) }, RangeError, 'writeEol: must be at least one byte'],
  [
    { encoding: 'utf7' },
    TypeError,
    'encoding: expected "utf8" or "utf-8" or "latin1" or "ascii" or "utf16le", got "utf7"',
  ],
  [{ autoReconnect: 1 }, TypeError, 'autoReconnect: expected a boolean, got 1'],
  [{ connectionTimeout: -1 }, RangeError, 'connectionTimeout: expected a number of milliseconds from 0'],
  [{ timeout: '5' }, TypeError, 'timeout: expected a number of milliseconds, got "5"'],
  [{ timeout: Number.NaN }, RangeError, 'timeout: expected a number of milliseconds from 0 to 2147483647, got NaN'],
  [{ timeout: 2 ** 31 }, RangeError, 'timeout: expected a number of milliseconds'],
  [{ reconnect: true }, TypeError, 'reconnect: expected an object, got true'],
  [
    { reconnect: { retry: 1 } },
    TypeError,
    'unknown reconnect option "retry": did you mean "retries"? (known: retries,',
  ],
  [{ reconnect: { retries: -1 } }, RangeError, 'reconnect.retries: expected an integer of at least 0, got -1'],
  [{ reconnect: { retries: 1.5 } }, RangeError, 'reconnect.retries: expected an integer of at least 0, got 1.5'],
  [{ reconnect: { minDelay: -1 } }, RangeError, 'reconnect.minDelay: expected a number of milliseconds'],
  [{ reconnect: { maxDelay: 'x' } }, TypeError, 'reconnect.maxDelay: expected a number of milliseconds, got "x"'],
  [{ reconnect: { factor: 0.5 } }, RangeError, 'reconnect.factor: expected a number of at least 1, got 0.5'],
  [{ reconnect: { jitter: 2 } }, RangeError, 'reconnect.jitter: expected a number from 0 to 1, got 2'],
  [{ retries: -1 }, RangeError, 'retries: expected an integer of at least 0, got -1'],
  [{ pipeline: 0 }, RangeError, 'pipeline: expected an integer of at least 1, got 0'],
  [{ resync: 'drop' }, TypeError, 'resync: expected "reconnect" or "discard", got "drop"'],
  [{ pacing: Number.POSITIVE_INFINITY }, RangeError, 'pacing: expected a number of milliseconds'],
  [{ bufferSize: 0 }, RangeError, 'bufferSize: expected an integer of at least 1, got 0'],
  [{ maxQueue: 0 }, RangeError, 'maxQueue: expected an integer of at least 1, got 0'],
  [{ noDelay: 'yes' }, TypeError, 'noDelay: expected a boolean, got "yes"'],
  [{ tos: 256 }, RangeError, 'tos: expected an integer from 0 to 255, got 256'],
  [{ keepAlive: 5 }, TypeError, 'keepAlive: expected an object, got 5'],
  [{ keepAlive: { Count: 1 } }, TypeError, 'unknown keepAlive option "Count": did you mean "count"?'],
  [{ keepAlive: { delay: 1 } }, TypeError, 'unknown keepAlive option "delay" (known: idle, interval, count)'],
  [{ keepAlive: { count: 0 } }, RangeError, 'keepAlive.count: expected an integer from 1 to 127, got 0'],
  [{ tls: 'yes' }, TypeError, 'tls: expected true or an object'],
  [{ tls: null }, TypeError, 'tls: expected true or an object'],
  [{ staleInput: true }, TypeError, 'staleInput: expected "discard" or "keep", got true'],
  [{ family: 5 }, TypeError, 'family: expected 4 or 6, got 5'],
  [{ onStray: 'x' }, TypeError, 'onStray: expected a function, got "x"'],
]

const callRefused: readonly Wrong[] = [
  [{ signal: 1 }, TypeError, 'unknown call option "signal" (known: '],
  [{ encodin: 1 }, TypeError, 'unknown call option "encodin": did you mean "encoding"?'],
  [{ timeout: -5 }, RangeError, 'timeout: expected a number of milliseconds'],
  [{ eol: '' }, RangeError, 'eol: must be at least one byte'],
  [{ encoding: 5 }, TypeError, 'encoding: expected'],
  [{ retries: 0.5 }, RangeError, 'retries: expected an integer'],
  [{ blocks: 1 }, TypeError, 'blocks: expected a boolean, got 1'],
]

const shown = (options: unknown) =>
  JSON.stringify(options, (_key, value) => (Object.is(value, Number.NaN) ? 'NaN' : value))

describe('checkOptions', () => {
  for (const options of accepted) {
    it(`takes ${shown(options)}`, () => expect(() => checkOptions(options)).not.toThrow())
  }
  for (const [options, type, message] of refused) {
    it(`refuses ${shown(options)?.slice(0, 80)}`, () => {
      expect(() => checkOptions(options)).toThrow(type)
      expect(() => checkOptions(options)).toThrow(message)
    })
  }

  it('names the first wrong one only', () => {
    expect(() => checkOptions({ pipeline: 0, retries: -1 })).toThrow(/^pipeline:/)
  })
})

describe('the options of a call', () => {
  const check = fields(callOptionRules, 'call option')
  for (const [options, type, message] of callRefused) {
    it(`refuses ${shown(options)?.slice(0, 80)}`, () => {
      expect(() => check(options, 'options')).toThrow(type)
      expect(() => check(options, 'options')).toThrow(message)
    })
  }
})
