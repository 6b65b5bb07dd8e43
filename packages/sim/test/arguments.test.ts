/** Bad arguments are named before anything is opened. */
import { describe, expect, test } from 'vitest'
import { block, delay, echo, faults, raw, scope, scpi, sequence, simulate, stream, supply } from '../src/index.ts'

/** A value of any type, as callers without types may pass. */
const loose = (json: string): never => JSON.parse(json) as never

type Row = readonly [name: string, call: () => unknown, error: RegExp]

/** Values without types, that JSON can't say. */
const untyped: Readonly<Record<'expression' | 'map' | 'promise' | 'bare' | 'call', never>> = {
  expression: /Q1/ as never,
  map: new Map([['Q1', 'A1']]) as never,
  promise: Promise.resolve({ Q1: 'A1' }) as never,
  bare: Object.create(null) as never,
  call: (() => undefined) as never,
}

const THROWN: readonly Row[] = [
  ['delay, negative', () => delay(-1, 'x'), /^RangeError: ms must be from 0 to 2147483647 ms, not -1$/],
  ['delay, NaN', () => delay(Number.NaN, 'x'), /^RangeError: ms /],
  ['delay, longer than a timer', () => delay(2 ** 31, 'x'), /^RangeError: ms /],
  ['delay, a string', () => delay(loose('"5"'), 'x'), /^TypeError: ms must be a number of ms, not "5"$/],
  ['delay, no reply', () => delay(1, loose('5')), /^TypeError: reply must be a reply/],
  ['sequence', () => sequence('a', loose('[1]')), /^TypeError: replies\[1\] must be a reply .*array of other things/],
  ['block', () => block(loose('"x"')), /^TypeError: bytes must be a Uint8Array$/],
  [
    'block, unknown option',
    () => block(new Uint8Array(), loose('{"x":1}')),
    /^TypeError: options has the unknown field "x"/,
  ],
  ['raw', () => raw(loose('1')), /^TypeError: content must be/],
  ['stream, source', () => stream(loose('1')), /^TypeError: source must be/],
  ['stream, period', () => stream([], { period: -1 }), /^RangeError: options.period /],
  [
    'stream, unknown option',
    () => stream([], loose('{"ms":1}')),
    /^TypeError: options has the unknown field "ms"; known: period$/,
  ],
  ['faults.delay', () => faults.delay(-1), /^RangeError: faults.delay.ms /],
  ['faults.delay, missing', () => faults.delay(loose('null')), /^TypeError: faults.delay.ms /],
  [
    'faults.silence, unknown option',
    () => faults.silence(loose('{"time":1}')),
    /^TypeError: faults.silence has the unknown field "time" \(did you mean "times"\?\); known: /,
  ],
  [
    'faults.silence, times',
    () => faults.silence({ times: 0 }),
    /^RangeError: faults.silence.times must be an integer from 1/,
  ],
  ['faults.silence, every', () => faults.silence({ every: 1.5 }), /^RangeError: faults.silence.every /],
  ['faults.silence, match', () => faults.silence({ match: loose('1') }), /^TypeError: faults.silence.match /],
  [
    'faults.silence, a text for its options',
    () => faults.silence(loose('"Q1"')),
    /^TypeError: the options of faults.silence must be an object, not "Q1"$/,
  ],
  [
    'faults.silence, an expression for its options',
    () => faults.silence(untyped.expression),
    /^TypeError: the options of faults.silence must be an object, not a RegExp$/,
  ],
  ['faults.reset, a number', () => faults.reset(loose('5')), /^TypeError: the options of faults.reset .*, not 5$/],
  [
    'faults.delay, an array',
    () => faults.delay(1, loose('[]')),
    /^TypeError: the options of faults.delay .*, not an Array$/,
  ],
  ['faults.dropAfter', () => faults.dropAfter(-1), /^RangeError: faults.dropAfter.bytes /],
  ['faults.reset', () => faults.reset({ after: -1 }), /^RangeError: faults.reset.after /],
  ['faults.split', () => faults.split(0), /^RangeError: faults.split.size /],
  [
    'faults.garbage',
    () => faults.garbage({ where: loose('"after"') }),
    /^TypeError: faults.garbage.where must be one of "instead", "before", not "after"$/,
  ],
  ['faults.prompt', () => faults.prompt(''), /^RangeError: faults.prompt.text/],
  ['faults.idle', () => faults.idle(loose('"1"')), /^TypeError: faults.idle.ms/],
  ['faults.hasty', () => faults.hasty(-1), /^RangeError: faults.hasty.ms/],
  ['faults.lateEnd', () => faults.lateEnd(1, loose('{"tims":1}')), /^TypeError: faults.lateEnd.*tims/],
  ['faults.banner', () => faults.banner(loose('1')), /^TypeError: faults.banner.text must be a string/],
  ['faults.reboot', () => faults.reboot(-1), /^RangeError: faults.reboot.ms /],
  ['supply, unknown option', () => supply(loose('{"x":1}')), /^TypeError: options has the unknown field "x"/],
  ['supply, load', () => supply({ load: 0 }), /^RangeError: options.load must be from 0.001 to /],
  ['supply, noise', () => supply({ noise: loose('"1"') }), /^TypeError: options.noise must be a number/],
  ['scope, unknown option', () => scope(loose('{"x":1}')), /^TypeError: options has the unknown field "x"/],
  ['scope, points', () => scope({ points: 0 }), /^RangeError: options.points /],
  ['scope, line', () => scope({ line: loose('1') }), /^TypeError: options.line must be a function$/],
  ['scpi, errors', () => scpi({}, { errors: 0 }), /^RangeError: options.errors /],
  [
    'scpi, a bad pattern',
    () => scpi({ 'no pattern': 'x' }),
    /^TypeError: "no pattern" in the pattern no pattern is no SCPI mnemonic$/,
  ],
  ['scpi, a bad row', () => scpi({ 'A?': loose('1') }), /^TypeError: commands\["A\?"\] must be a reply/],
]

test.each(THROWN)('%s', (_name, call, error) => {
  let thrown: unknown
  try {
    call()
  } catch (caught) {
    thrown = caught
  }
  expect(String(thrown)).toMatch(error)
})

const REJECTED: readonly Row[] = [
  [
    'port',
    () => simulate(echo(), { port: 70_000 }),
    /^RangeError: options.port must be an integer from 0 to 65535, not 70000$/,
  ],
  [
    'port, a string',
    () => simulate(echo(), { port: loose('"1"') }),
    /^TypeError: options.port must be an integer, not "1"$/,
  ],
  ['host', () => simulate(echo(), { host: '' }), /^RangeError: options.host must not be empty$/],
  ['eol', () => simulate(echo(), { eol: '' }), /^RangeError: options.eol must not be empty$/],
  ['replyEol', () => simulate(echo(), { replyEol: '' }), /^RangeError: options.replyEol /],
  ['tls', () => simulate(echo(), { tls: loose('1') }), /^TypeError: options.tls must be an object/],
  [
    'an unknown option',
    () => simulate(echo(), loose('{"prot":1}')),
    /^TypeError: options has the unknown field "prot" \(did you mean "port"\?\); known: host, path, port/,
  ],
  ['options', () => simulate(echo(), loose('1')), /^TypeError: options must be an object, not 1$/],
  [
    'a fault',
    () => simulate(echo(), { faults: loose('{"kind":"x"}') }),
    /^TypeError: fault.kind "x" is unknown; known: refuse, /,
  ],
  [
    'a fault, no kind',
    () => simulate(echo(), { faults: loose('[{}]') }),
    /^TypeError: fault must be an object with a kind/,
  ],
  [
    'a fault, incomplete',
    () => simulate(echo(), { faults: loose('{"kind":"delay"}') }),
    /^TypeError: faults.delay.ms is missing$/,
  ],
  [
    'faults',
    () => simulate(echo(), { faults: loose('1') }),
    /^TypeError: options.faults must be a fault or an array of them, as the functions of faults make them, not 1$/,
  ],
  [
    'faults, a table of them',
    () => simulate(echo(), { faults: loose('{"delay":5}') }),
    /^TypeError: options.faults must be a fault or an array of them, .*, not an object$/,
  ],
  ['faults, a map', () => simulate(echo(), { faults: untyped.map }), /^TypeError: options.faults .*, not a Map$/],
  [
    'faults, not called',
    () => simulate(echo(), { faults: untyped.call }),
    /^TypeError: options.faults .*, not a function$/,
  ],
  ['a fault, not called', () => simulate(echo(), { faults: [untyped.call] }), /^TypeError: fault .*, not a function$/],
  [
    'a fault, an array',
    () => simulate(echo(), { faults: loose('[[]]') }),
    /^TypeError: fault must be .*, not an Array$/,
  ],
  ['options, an array', () => simulate(echo(), loose('[]')), /^TypeError: options must be an object, not an Array$/],
  ['options, a promise', () => simulate(echo(), untyped.promise), /^TypeError: options must be .*, not a Promise$/],
  [
    'port, an object',
    () => simulate(echo(), { port: untyped.bare }),
    /^TypeError: options.port must be an integer, not an object$/,
  ],
  [
    'host, an array',
    () => simulate(echo(), { host: loose('[]') }),
    /^TypeError: options.host must be a string, not an Array$/,
  ],
  [
    'messages',
    () => simulate(echo(), { messages: loose('"yes"') }),
    /^TypeError: options.messages must be a boolean, not "yes"$/,
  ],
  [
    'blocks, an object',
    () => simulate(echo(), { blocks: untyped.bare }),
    /^TypeError: options.blocks .*, not an object$/,
  ],
  [
    'tls, an array',
    () => simulate(echo(), { tls: loose('[]') }),
    /^TypeError: options.tls must be an object, not an Array$/,
  ],
  [
    'tls, without a certificate',
    () => simulate(echo(), { tls: {} }),
    /^TypeError: options.tls must have a key and a cert/,
  ],
  [
    'the defaults of a device',
    () => simulate(Object.assign(echo(), { defaults: loose('{"eol":5}') })),
    /^TypeError: device.defaults.eol must be a string, not 5$/,
  ],
  [
    'the defaults of a device, null',
    () => simulate(Object.assign(echo(), { defaults: loose('null') })),
    /^TypeError: device.defaults must be an object, not null$/,
  ],
  ['a device, a map', () => simulate(untyped.map), /^TypeError: device must be a function or a table .*, not a Map$/],
  ['a device, a promise', () => simulate(untyped.promise), /^TypeError: device must be a function .*, not a Promise$/],
  ['a device', () => simulate(loose('1')), /^TypeError: device must be a function or a table/],
  ['a device, null', () => simulate(loose('null')), /^TypeError: device must be/],
  ['a row', () => simulate({ 'A?': loose('1') }), /^TypeError: device\["A\?"\] must be a reply/],
]

test.each(REJECTED)('simulate: %s', async (_name, call, error) => {
  expect(String(await Promise.resolve(call()).catch((reason: unknown) => reason))).toMatch(error)
})

describe('the handle', () => {
  test('names what is bad', async () => {
    await using device = await simulate(echo())
    expect(() => device.inject(loose('{"kind":"x"}'))).toThrow(/fault.kind "x" is unknown/)
    expect(() => device.received(0)).toThrow(/what must be an integer from 1/)
    expect(() => device.received(loose('null'))).toThrow(/what must be a string, a RegExp or a number/)
    expect(() => device.connected(-1)).toThrow(/n must be an integer from 0/)
    expect(() => device.disconnect(loose('"no"'))).toThrow(/how must be one of "end", "reset"/)
    expect(() => device.send(loose('1'))).toThrow(/reply must be a reply/)
    await expect(device.reboot(-1)).rejects.toThrow(/ms must be from 0/)
  })
})
