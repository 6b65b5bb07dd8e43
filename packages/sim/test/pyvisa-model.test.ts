/** Models of pyvisa-sim: what a device answers is compared with pyvisa-sim's own answers in `packages/cli/test/models.test.ts`. */
import { describe, expect, test } from 'vitest'
import { ModelError, type PyvisaModelOptions, pyvisaModel, type SimulateOptions, simulate } from '../src/index.ts'
import { RawClient } from './raw-client.ts'

const EOL = { q: '\n', r: '\n' }

function thrown(call: () => unknown): Error {
  try {
    call()
  } catch (error) {
    if (error instanceof Error) return error
  }
  throw new Error('nothing was thrown')
}

/** A model of one device. */
const model = (device: object, more: object = {}) => ({ spec: '1.1', devices: { meter: device }, ...more })

/** All that came for the requests; `END` is answered by the test itself, when everything before it has been. */
async function talk(
  definition: unknown,
  requests: readonly string[],
  options: PyvisaModelOptions = {},
): Promise<string> {
  const device = pyvisaModel(definition, options)
  const ends = device.defaults
  await using simulated = await simulate(
    (request, session) => (request === 'END' ? '\x00END' : device(request, session)),
    ends,
  )
  await using client = await RawClient.to(simulated)
  const eol = Buffer.from(ends.eol ?? '\n', ends.encoding)
  for (const request of [...requests, 'END']) client.write(Buffer.concat([Buffer.from(request, 'latin1'), eol]))
  await client.until(() => client.text.includes('\x00END'))
  return client.text.slice(0, client.text.indexOf('\x00END'))
}

const frequency = {
  default: 100.0,
  getter: { q: 'F?', r: '{:.2f}' },
  setter: { q: 'F {:.2f}', r: 'OK', e: 'NO' },
  specs: { min: 1, max: 1000, type: 'float' },
}

test.each<readonly [what: string, definition: unknown, requests: readonly string[], replies: string]>([
  [
    'typed values, as other readers of YAML give them',
    model({ properties: { frequency } }),
    ['F?', 'F 5', 'F?'],
    '100.00\nOK\n5.00\n',
  ],
  [
    'a number in any way that it may be written, which pyvisa-sim does not take',
    model({ properties: { frequency } }),
    ['F 5', 'F .5e1', 'F +5.', 'F 1e2', 'F?', 'F 1e9', 'F x', 'F '],
    'OK\nOK\nOK\nOK\n100.00\nNO\n',
  ],
  [
    'bytes that are no text, asked and answered',
    model({ eom: { 'TCPIP SOCKET': EOL }, dialogues: [{ q: 'BYTES(\xaa\x55)', r: 'BYTES(\xff\x00)°' }] }),
    ['\xaaU', '\xabU'],
    '\xff\x00\xc2\xb0\n',
  ],
  [
    'an end of line of bytes',
    model({ eom: { 'ASRL INSTR': { q: 'BYTES(\xff)', r: 'BYTES(\xfe)' } }, dialogues: [{ q: 'A?', r: 'one' }] }),
    ['A?', 'A?'],
    'one\xfeone\xfe',
  ],
  [
    'no end of line of replies',
    model({ eom: { 'GPIB INSTR': { q: '\\r\\n' } }, dialogues: [{ q: 'A?', r: 'one' }] }),
    ['A?;A?', 'A?'],
    'oneoneone',
  ],
  [
    'no end of line at all: LF',
    model({ dialogues: [{ q: 'A?', r: 'one' }, { q: 'B' }, { q: 'C?', r: 'null_response' }, { q: 'D?', r: null }] }),
    ['A?', 'B', 'C?', 'D?'],
    'one\n\n',
  ],
  [
    'that of the interface most like a socket',
    model({
      eom: { 'USB INSTR': { q: '!', r: '!' }, 'TCPIP INSTR': { q: '?', r: '?' }, 'ASRL INSTR': { q: '\r', r: ';' } },
      dialogues: [{ q: 'A', r: 'one' }],
    }),
    ['A'],
    'one;',
  ],
  [
    'of two dialogues the later, and a dialogue before a property',
    model({
      dialogues: [
        { q: 'F?', r: 'a' },
        { q: 'F?', r: 'b' },
      ],
      properties: { frequency },
    }),
    ['F?'],
    'b\n',
  ],
  [
    'a default that is a text, for a getter that writes numbers',
    model({ properties: { on: { default: '0', getter: { q: 'O?', r: '{:03d}' }, setter: { q: 'O {}' } } } }),
    ['O?', 'O 7', 'O?', 'O x', 'O?'],
    '000\n007\n007\n',
  ],
  [
    'a channel that is not there sets nothing',
    model({
      error: 'what?',
      channels: {
        one: {
          ids: [1],
          properties: { v: { ...frequency, setter: { q: 'F{ch_id} {:f}' }, getter: { q: 'F{ch_id}?', r: '{:g}' } } },
        },
      },
    }),
    ['F1 5', 'F1?', 'F2 5', 'F2?', 'F1 5000'],
    '5\nwhat?\nwhat?\nwhat?\n',
  ],
  [
    'keys of Object.prototype are nothing of its own',
    model({ dialogues: [{ q: '__proto__', r: 'one' }], error: '?' }),
    ['__proto__', 'constructor', 'toString'],
    'one\n?\n?\n',
  ],
  [
    'what is not known is a remark',
    model({ description: 'a meter', dialogues: [{ q: 'A?', r: 'one', note: 'two' }] }, { author: 'somebody' }),
    ['A?'],
    'one\n',
  ],
])('%s', async (_what, definition, requests, replies) => {
  expect(await talk(definition, requests)).toBe(replies)
})

test('all clients have the same values', async () => {
  await using simulated = await simulate(pyvisaModel(model({ properties: { frequency } })))
  await using one = await RawClient.to(simulated)
  await using other = await RawClient.to(simulated)
  expect(await one.write('F 2\n').lines(1)).toBe('OK\n')
  expect(await other.write('F?\n').lines(1)).toBe('2.00\n')
})

test('random numbers are in their range, and the same on every run', async () => {
  const definition = model({
    dialogues: [{ q: 'R?', r: '{RANDOM(-1, 2.5, 3):+.3f} V' }],
    properties: { v: { getter: { q: 'V?', r: '{RANDOM(5, 5, 2):.1f}' } } },
  })
  const once = await talk(definition, ['R?', 'R?', 'V?'])
  expect(once).toMatch(/^([-+]\d\.\d{3} V(, |\n)){6}5\.0, 5\.0\n$/)
  for (const number of once.match(/[-+]\d\.\d{3}/g) ?? []) {
    expect(Number(number)).toBeGreaterThanOrEqual(-1)
    expect(Number(number)).toBeLessThanOrEqual(2.5)
  }
  expect(await talk(definition, ['R?', 'R?', 'V?'])).toBe(once)
  expect(await talk(definition, ['R?', 'R?', 'V?'], { seed: 2 })).not.toBe(once)
})

test('a queue of errors ends somewhere', async () => {
  const device = pyvisaModel(model({ error: { error_queue: [{ q: 'E?', default: 'none', command_error: 'some' }] } }))
  const session = { id: 1, send: () => undefined, stopStream: () => undefined, close: () => undefined }
  for (let i = 0; i < 5000; i++) device('bad', session)
  let errors = 0
  while (device('E?', session) === 'some') errors++
  expect(errors).toBe(1000)
})

describe('which instrument is meant', () => {
  const devices = {
    one: {
      eom: { 'TCPIP SOCKET': { q: '\n', r: '1' }, 'GPIB INSTR': { q: '\n', r: '2' } },
      dialogues: [{ q: 'A?', r: 'one' }],
    },
    two: { dialogues: [{ q: 'A?', r: 'two' }] },
  }
  const resources = {
    'GPIB::5::INSTR': { device: 'one' },
    'TCPIP::localhost::10001::SOCKET': { device: 'one' },
    'USB::0x1::0x2::abc::INSTR': { device: 'two' },
    'ASRL3::INSTR': { device: 'meter', filename: 'other.yaml' },
  }
  const all = { spec: '1.0', devices, resources }
  const load = () => model({ dialogues: [{ q: 'A?', r: 'three' }] })

  test.each<readonly [name: string | undefined, definition: unknown, reply: string, port: number | undefined]>([
    [undefined, all, 'one1', 10_001],
    ['one', all, 'one1', 10_001],
    ['two', all, 'two\n', undefined],
    ['gpib0::5::instr', all, 'one2', undefined],
    ['USB0::0x1::0x2::ABC::0::INSTR', all, 'two\n', undefined],
    ['ASRL3::INSTR', all, 'three\n', undefined],
    [undefined, { spec: '1.0', devices: { two: devices.two } }, 'two\n', undefined],
    [undefined, { ...all, resources: { 'GPIB::5::INSTR': { device: 'one' } } }, 'one2', undefined],
    [undefined, { ...all, resources: { 'TCPIP::x::99999::SOCKET': { device: 'one' } } }, 'one1', undefined],
  ])('%s', async (name, definition, reply, port) => {
    expect(await talk(definition, ['A?'], { name, load })).toBe(reply)
    expect(pyvisaModel(definition, { name, load }).port).toBe(port)
  })

  test.each<readonly [definition: unknown, options: PyvisaModelOptions, message: string]>([
    [{ spec: '1.0', devices }, {}, 'which of them? one, two'],
    [all, { name: 'three' }, `there is no "three", but one, two, ${Object.keys(resources).join(', ')}`],
    [{ spec: '1.0' }, {}, 'there is no device'],
    [
      all,
      { name: 'ASRL3::INSTR' },
      'resources."ASRL3::INSTR".filename: another file is needed, and the option "load" to read it is missing',
    ],
    [
      all,
      { name: 'ASRL3::INSTR', load: () => ({ spec: '1.0' }) },
      'resources."ASRL3::INSTR".device: expected one of the devices (there are none), got "meter"',
    ],
    [
      all,
      { name: 'ASRL3::INSTR', load: () => ({ spec: '2.0' }) },
      'other.yaml: spec: expected "1.0" or "1.1", got "2.0"',
    ],
    [
      { ...all, resources: { 'ASRL3::INSTR': { device: 'x', filename: 'default.yaml', bundled: true } } },
      {},
      `resources."ASRL3::INSTR".bundled: the models that come with pyvisa-sim are not here: copy the file, and name it by 'filename'`,
    ],
  ])('%#: it is said when none is', (definition, options, message) => {
    expect(thrown(() => pyvisaModel(definition, options)).message).toBe(message)
  })
})

describe('what is wrong is said, with its place', () => {
  const property = (own: object) => ({ properties: { volts: own } })
  test.each<readonly [device: unknown, message: string]>([
    ['x', 'devices.meter: expected a mapping, got "x"'],
    [{ dialogue: [] }, 'devices.meter: unknown key "dialogue" (did you mean "dialogues"?)'],
    [{ dialogues: { q: 'A' } }, 'devices.meter.dialogues: expected a list, got a mapping'],
    [{ dialogues: [{ r: 'A' }] }, 'devices.meter.dialogues[0]: "q" is missing'],
    [{ dialogues: [{ q: ['A'] }] }, 'devices.meter.dialogues[0].q: expected a text, got a list'],
    [
      { dialogues: [{ q: 'BYTES(€)' }] },
      'devices.meter.dialogues[0].q: BYTES(...) holds "€", which is no byte: write one as "\\xaa"',
    ],
    [
      { dialogues: [{ q: 'A', r: '{RANDOM(1, 2):f}' }] },
      'devices.meter.dialogues[0].r: expected {RANDOM(least, greatest, how many):format}, got "{RANDOM(1, 2):f}"',
    ],
    [
      { dialogues: [{ q: 'A', r: '{RANDOM(1, 2, 1e9):f}' }] },
      'devices.meter.dialogues[0].r: RANDOM makes 0 to 100000 numbers, not 1e9',
    ],
    [
      { dialogues: [{ q: 'A', r: '{RANDOM(1, 2, 1):f} {:f}' }] },
      'devices.meter.dialogues[0].r: one RANDOM is all that a reply has',
    ],
    [
      { eom: { 'TCPIP SOCKET': { q: '', r: '' } } },
      'devices.meter.eom."TCPIP SOCKET".q: expected an end of line, for TCP knows none, got nothing',
    ],
    [{ bases: [{ device: 'x' }] }, 'devices.meter.bases: bases are not understood (nor are they by pyvisa-sim)'],
    [
      { error: { status_register: [{ q: 'E?', command_error: 'x' }] } },
      'devices.meter.error.status_register[0].command_error: expected an integer of at least 0, got "x"',
    ],
    [{ error: { error_queue: [{ q: 'E?' }] } }, 'devices.meter.error.error_queue[0]: "default" is missing'],
    [property({ default: 1, specs: { min: 0 } }), 'devices.meter.properties.volts.specs: "type" is missing'],
    [
      property({ default: 1, specs: { type: 'double' } }),
      'devices.meter.properties.volts.specs.type: expected int, float or str, got "double"',
    ],
    [
      property({ default: 1, specs: { type: 'int', min: 'low' } }),
      'devices.meter.properties.volts.specs.min: expected an integer, got "low"',
    ],
    [
      property({ default: 1, specs: { type: 'float', valid: [1, 'x'] } }),
      'devices.meter.properties.volts.specs.valid[1]: expected a number, got "x"',
    ],
    [
      property({ default: 9, specs: { type: 'int', max: 5 } }),
      'devices.meter.properties.volts.default: a default that agrees with the specs is needed',
    ],
    [
      property({ specs: { type: 'int' } }),
      'devices.meter.properties.volts.specs: a default that agrees with the specs is needed',
    ],
    [
      property({ default: 'P6V', getter: { q: 'V?', r: '{:.2f}' } }),
      'devices.meter.properties.volts.default: expected a number, which the getter writes, got "P6V"',
    ],
    [property({ getter: { q: 'V?' } }), 'devices.meter.properties.volts.getter: "r" is missing'],
    [
      property({ getter: { q: 'V?', r: '{' } }),
      'devices.meter.properties.volts.getter.r: a brace is not closed (a brace itself is written twice: "{{")',
    ],
    [
      property({ getter: { q: 'V?', r: 'a}' } }),
      'devices.meter.properties.volts.getter.r: a brace was not opened (a brace itself is written twice: "}}")',
    ],
    [
      property({ getter: { q: 'V?', r: '{:y}' } }),
      'devices.meter.properties.volts.getter.r: "{:y}" is no format that is understood, such as {}, {:d}, {:s} or {:.3f}',
    ],
    [
      property({ getter: { q: 'V?', r: '{:9999d}' } }),
      'devices.meter.properties.volts.getter.r: "{:9999d}" is wider or finer than 1000 characters',
    ],
    [
      property({ getter: { q: 'V?', r: '{x.y}' } }),
      'devices.meter.properties.volts.getter.r: "{x.y}": a field has a name, a number or nothing before the colon',
    ],
    [
      property({ default: 'a', getter: { q: 'V?', r: '{:d}' }, specs: { type: 'str' } }),
      `devices.meter.properties.volts.getter.r: "{:d}" can't show a value of type str`,
    ],
    [
      property({ default: 1, getter: { q: 'V?', r: '{:d}' }, specs: { type: 'float' } }),
      `devices.meter.properties.volts.getter.r: "{:d}" can't show a value of type float`,
    ],
    [
      property({ setter: { q: 'V' } }),
      'devices.meter.properties.volts.setter.q: a field for the value, such as {} or {:.3f}, is missing',
    ],
    [
      property({ setter: { q: 'V {} {}' } }),
      'devices.meter.properties.volts.setter.q: there is one value to set, and so one field for it',
    ],
    [{ channels: { one: {} } }, 'devices.meter.channels.one: "ids" is missing'],
    [
      { channels: { one: { ids: [1], can_select: 'False' } } },
      'devices.meter.channels.one: can_select is false: the device needs the property selected_channel',
    ],
    [
      { channels: { one: { ids: [1], properties: { volts: { setter: { q: 'V {}' } } } } } },
      'devices.meter.channels.one: the setter of volts does not say of which channel: "{ch_id}" is missing in it',
    ],
  ])('%j', (device, message) => {
    expect(thrown(() => pyvisaModel(model(device as object))).message).toBe(message)
  })

  test.each<readonly [definition: unknown, message: string]>([
    [undefined, 'expected a mapping with "spec" and "devices", got nothing'],
    [[], 'expected a mapping with "spec" and "devices", got a list'],
    [{ devices: {} }, '"spec" is missing'],
    [{ spec: 1.2 }, 'spec: expected "1.0" or "1.1", got 1.2'],
    [{ spec: '1.1', devices: [] }, 'devices: expected a mapping, got a list'],
    [
      { spec: '1.1', devices: {}, resources: { 'GPIB::1::INSTR': {} } },
      'resources."GPIB::1::INSTR": "device" is missing',
    ],
    [
      { spec: '1.1', devices: {}, resources: { 'GPIB::1::INSTR': { device: 'x' } } },
      'resources."GPIB::1::INSTR".device: expected one of the devices (there are none), got "x"',
    ],
  ])('%j', (definition, message) => {
    expect(thrown(() => pyvisaModel(definition)).message).toBe(message)
  })

  test('an error leads to the place', () => {
    const error = thrown(() => pyvisaModel({ spec: '1.1', devices: { meter: { dialogues: ['x'] } } }))
    expect(error).toBeInstanceOf(ModelError)
    expect(error).toBeInstanceOf(TypeError)
    expect(error).toMatchObject({
      path: ['devices', 'meter', 'dialogues', 0],
      reason: 'expected a mapping, got "x"',
      file: undefined,
    })
  })

  test.each<readonly [options: object, error: RegExp]>([
    [{ name: '' }, /^RangeError: options\.name must not be empty$/],
    [{ seed: 1.5 }, /^RangeError: options\.seed must be an integer/],
    [{ load: 'x' }, /^TypeError: options\.load must be a function$/],
    [{ device: 'x' }, /^TypeError: options has the unknown field "device"/],
  ])('%j', (options, error) => {
    expect(String(thrown(() => pyvisaModel(model({}), options)))).toMatch(error)
  })
})

test('requests and replies of an encoding', async () => {
  await using latin = await simulate((request) => `${request}°`, { encoding: 'latin1', eol: '\xff' })
  await using client = await RawClient.to(latin)
  client.write(Buffer.from([0xaa, 0xff]))
  await client.until(() => client.bytes.length >= 3)
  expect([...client.bytes]).toEqual([0xaa, 0xb0, 0xff])
  expect(latin.requests).toEqual(['\xaa'])
  await expect(simulate({}, { encoding: 'ascii' as 'utf8' })).rejects.toThrow(/options\.encoding must be one of/)
})

test.each<readonly [options: SimulateOptions, eol: string, replyEol: string]>([
  [{}, '\r', '!'],
  [{ eol: undefined }, '\r', '!'],
  [{ eol: '\n' }, '\n', '\n'],
  [{ replyEol: ';' }, '\r', ';'],
])('%j: a device says how it speaks, unless its simulation does', async (options, eol, replyEol) => {
  const device = Object.assign(() => 'one', { defaults: { eol: '\r', replyEol: '!' } })
  await using simulated = await simulate(device, options)
  await using client = await RawClient.to(simulated)
  client.write(`A${eol}`)
  await client.until(() => client.text.length > 3)
  expect(client.text).toBe(`one${replyEol}`)
})
