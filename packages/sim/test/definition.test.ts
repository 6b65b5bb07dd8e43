/** Definitions of `@sockio/instrument` as devices: the instrument answers its own driver. */
import { describe, expect, expectTypeOf, test } from 'vitest'
import {
  action,
  boolean,
  bytes,
  channels,
  choice,
  float32,
  identity,
  instrument,
  integer,
  json,
  list,
  number,
  property,
  quoted,
  reading,
  record,
  scpi,
  text,
  tuple,
} from '../../instrument/src/index.ts'
import { type DefinedDevice, device, ScpiError, simulate } from '../src/index.ts'
import { RawClient } from './raw-client.ts'

const supply = instrument(
  {
    ...scpi,
    voltage: property('VOLT', number({ min: 0, max: 30, unit: 'V' })),
    output: property('OUTP', choice({ off: '0', on: '1' })),
    current: reading('MEAS:CURR?', number({ unit: 'A' })),
    curve: reading('CURV?', float32({ endian: 'big' })),
    limits: property('LIM', record({ low: number(), high: number() })),
    move: action((x: number, y: number) => `MOVE ${x.toFixed(1)},${y}`, { settles: 'opc' }),
    beep: action('SYST:BEEP'),
    offset: property('OFFS', number(), { limits: 'query' }),
    count: property('COUN', integer({ min: 1 }), { limits: 'query' }),
    channel: channels([1, 2], (n) => ({ scale: property(`CHAN${n}:SCAL`, number({ min: 0.1, max: 10 })) })),
  },
  { link: { eol: '\n' }, checkErrors: true },
).extend((psu) => ({
  *double() {
    yield* psu.voltage.set(2 * (yield* psu.voltage.get()))
  },
}))

/** All that came for the requests, a character for each byte. */
async function talk(played: DefinedDevice<unknown>, ...requests: readonly string[]): Promise<string> {
  await using simulated = await simulate(
    (request, session) => (request === 'END' ? '\x00END' : played(request, session)),
    {
      ...played.defaults,
    },
  )
  await using client = await RawClient.to(simulated)
  const eol = played.defaults.eol ?? '\n'
  for (const request of [...requests, 'END']) client.write(Buffer.from(request + eol, 'latin1'))
  await client.until(() => client.text.includes('\x00END'))
  return client.text.slice(0, client.text.indexOf('\x00END'))
}

test.each<readonly [what: string, requests: readonly string[], replies: string]>([
  ['what it is', ['*IDN?', '*OPC?', '*TST?', '*ESR?'], 'SOCKIO,SIMULATOR,0,1.0\n1\n0\n128\n'],
  ['a number', ['VOLT?', 'VOLT 5', 'VOLT?', 'VOLT 1.5e1', 'VOLT?', 'SYST:ERR?'], '0\n5\n15\n0,"No error"\n'],
  [
    'out of its range',
    ['VOLT 31', 'SYST:ERR?', 'VOLT -1', 'SYST:ERR?', 'VOLT?'],
    `${'-222,"Data out of range"\n'.repeat(2)}0\n`,
  ],
  ['none', ['VOLT x', 'SYST:ERR?', 'VOLT', 'SYST:ERR?'], '-104,"Data type error"\n-109,"Missing parameter"\n'],
  [
    'its limits',
    ['VOLT? MIN', 'VOLT? MAXimum', 'VOLT MAX', 'VOLT?', 'VOLT? 5', 'SYST:ERR?'],
    '0\n30\n30\n-108,"Parameter not allowed"\n',
  ],
  [
    'limits that its driver asks for, and has none',
    ['OFFS? MIN', 'OFFS? MAX', 'COUN? MIN', 'COUN? MAX', 'OFFS MAX', 'SYST:ERR?'],
    '-9.9E37\n9.9E37\n1\n9007199254740991\n-104,"Data type error"\n',
  ],
  ['a choice', ['OUTP?', 'OUTP 1', 'OUTP?', 'OUTP 2', 'SYST:ERR?'], '0\n1\n-224,"Illegal parameter value"\n'],
  ['a record', ['LIM?', 'LIM 1,2.5', 'LIM?', 'LIM 1', 'SYST:ERR?'], '0,0\n1,2.5\n-224,"Illegal parameter value"\n'],
  [
    'channels',
    ['CHAN1:SCAL?', 'CHAN2:SCAL 3', 'CHAN1:SCAL?', 'CHAN2:SCAL?', 'CHAN3:SCAL?', 'SYST:ERR?'],
    '0.1\n0.1\n3\n-113,"Undefined header"\n',
  ],
  ['actions', ['SYST:BEEP', 'MOVE 1,2', '*OPC?', 'SYST:ERR?'], '1\n0,"No error"\n'],
  [
    'what it does not have',
    ['FLUX?', 'FLUX 5', 'SYST:ERR?', 'SYST:ERR?', 'SYST:ERR?'],
    '-113,"Undefined header"\n-113,"Undefined header"\n0,"No error"\n',
  ],
  ['in any form that SCPI has', [':volt 3;:VOLT?', 'chan1:scal 2;SCAL?'], '3\n2\n'],
  ['*RST', ['VOLT 5', 'OUTP 1', '*RST', 'VOLT?;OUTP?'], '0;0\n'],
  ['*CLS', ['VOLT 99', '*CLS', 'SYST:ERR?'], '0,"No error"\n'],
  ['blocks', ['CURV?', 'VOLT?'], '#10\n0\n'],
])('%s', async (_what, requests, replies) => {
  expect(await talk(device(supply), ...requests)).toBe(replies)
})

describe('models', () => {
  test('a value, and a function of the others', async () => {
    const psu = device(supply, {
      voltage: 2,
      current: ({ voltage, output }) => (output === 'on' ? voltage / 4 : 0),
      curve: Float32Array.of(1, -2),
      channel: { 2: { scale: ({ voltage }) => voltage } },
    })
    const curve = '#18\x3f\x80\x00\x00\xc0\x00\x00\x00\n'
    expect(await talk(psu, 'MEAS:CURR?', 'OUTP 1', 'MEAS:CURR?', 'VOLT 8', 'MEAS:CURR?', 'CURV?', 'CHAN2:SCAL?')).toBe(
      `0\n0.5\n2\n${curve}8\n`,
    )
    expect(await talk(psu, '*RST', 'VOLT?')).toBe('2\n')
  })

  test('of a property: of what was set, too', async () => {
    const psu = device(supply, { voltage: (_values, set) => Math.min(set, 12) })
    expect(await talk(psu, 'VOLT 5', 'VOLT?', 'VOLT 20', 'VOLT?')).toBe('5\n12\n')
    expect(psu.values.voltage).toBe(12)
  })

  test('of an action: what it does, and with what', async () => {
    const done: unknown[] = []
    const psu = device(supply, {
      move(values, x, y) {
        done.push([x, y])
        values.voltage = Number(x)
      },
      beep: () => {
        throw new ScpiError(-221, 'Settings conflict')
      },
    })
    expect(await talk(psu, 'MOVE 1.5,b', 'VOLT?', 'SYST:BEEP', 'SYST:ERR?')).toBe('1.5\n-221,"Settings conflict"\n')
    expect(done).toEqual([['1.5', 'b']])
  })

  test('of an action with an answer: what it comes to, now or later, as its decoder reads it', async () => {
    const analyser = instrument({
      marker: action((n: number) => `CALC:MARK${n}:Y?`, { answer: number() }),
      trace: action('TRAC?', { answer: float32({ endian: 'big' }) }),
      peak: action('PEAK?', { answer: number() }),
      hold: action('HOLD', { answer: 'OK' }),
      beep: action('BEEP'),
    })
    const played = device(analyser, {
      marker: (_values, n) => -10 * Number(n),
      trace: async () => Float32Array.of(1),
      peak: () => undefined,
      hold: () => 7,
      beep: () => 7,
    })
    const answers = await talk(played, 'CALC:MARK2:Y?', 'TRAC?', 'PEAK?', 'HOLD', 'BEEP')
    expect(answers).toBe('-20\n#14\x3f\x80\0\0\n0\nOK\n')
  })

  test('an action that takes its time holds back the replies behind it', async () => {
    const finish = Promise.withResolvers<void>()
    const psu = device(supply, {
      async beep(values) {
        await finish.promise
        values.voltage = 7
      },
    })
    await using simulated = await simulate(psu)
    await using client = await RawClient.to(simulated)
    client.write('SYST:BEEP\nVOLT?\n')
    await simulated.received('VOLT?')
    finish.resolve()
    expect(await client.lines(1)).toBe('7\n')
  })

  test('values are read, and changed, as by a knob', async () => {
    const psu = device(supply)
    await talk(psu, 'VOLT 7', 'CHAN2:SCAL 5', 'OUTP 1', 'LIM 1,2')
    expect(psu.values.voltage).toBe(7)
    expect(psu.values.channel[2].scale).toBe(5)
    expect(psu.values).toMatchObject({ output: 'on', limits: { low: 1, high: 2 }, curve: new Float32Array() })
    expect(psu.values.identity).toEqual({ manufacturer: 'SOCKIO', model: 'SIMULATOR', serial: '0', firmware: '1.0' })
    psu.values.voltage = 3
    psu.values.current = 0.25
    psu.values.status.eventsEnabled = 16
    expect(await talk(psu, 'VOLT?', 'MEAS:CURR?', '*ESE?')).toBe('3\n0.25\n16\n')
    expect(psu.values.status.eventsEnabled).toBe(16)
    expect(() => {
      psu.values.voltage = 99
    }).toThrow(RangeError)
  })

  test('another identity', async () => {
    const who = { manufacturer: 'ACME', model: 'PSU', serial: '7', firmware: '1' }
    expect(await talk(device(supply, { identity: who }), '*IDN?')).toBe('ACME,PSU,7,1\n')
  })
})

test('narrower ranges are those of the device', async () => {
  expect(
    await talk(device(supply.with({ voltage: { min: 1, max: 6 } })), 'VOLT?', 'VOLT 7', 'SYST:ERR?', 'VOLT? MAX'),
  ).toBe('1\n-222,"Data out of range"\n6\n')
})

const radio = instrument(
  {
    frequency: property({ get: 'f', set: 'F {}', answer: 'RPRT 0' }, integer({ min: 0 })),
    mode: property({ get: 'm', set: 'M {} 0', answer: 'RPRT 0' }, choice({ usb: 'USB', lsb: 'LSB' })),
    level: reading('l STRENGTH', integer()),
    stop: action('S', { answer: 'RPRT 0' }),
    send: action((morse: string) => `b ${morse}`, { answer: 'RPRT 0' }),
  },
  { link: { eol: '\n' }, checkErrors: { reply: /^RPRT (?<number>-?\d+)/ } },
)

test('a dialect that is no SCPI', async () => {
  const sent: string[] = []
  const rig = device(
    radio,
    { level: -54, send: (_values, morse = '') => void sent.push(morse) },
    { refused: 'RPRT -1' },
  )
  expect(
    await talk(
      rig,
      'f',
      'F 14250000',
      'f',
      'F -5',
      'F x',
      'f',
      'm',
      'M LSB 0',
      'm',
      'M LSB',
      'l STRENGTH',
      'S',
      'b sos',
      'x',
    ),
  ).toBe('0\nRPRT 0\n14250000\nRPRT -1\nRPRT -1\n14250000\nUSB\nRPRT 0\nLSB\nRPRT -1\n-54\nRPRT 0\nRPRT 0\nRPRT -1\n')
  expect(sent).toEqual(['sos'])
  expect(rig.values).toEqual({ frequency: 14_250_000, mode: 'lsb', level: -54 })
})

test('of two that begin alike, the one that says more is meant', async () => {
  const stage = instrument({
    x: property({ get: 'x', set: 'X{}' }, integer()),
    xy: property({ get: 'xy', set: 'XY{}' }, integer()),
    slow: property({ get: 'slow', set: 'X{}s' }, integer()),
  })
  expect(await talk(device(stage), 'X1', 'XY2', 'X3s', 'x', 'xy', 'slow')).toBe('1\n2\n3\n')
})

test('other ends of line, and another query of errors', async () => {
  const meter = instrument(
    { range: property('RANGE', integer({ max: 5 })) },
    { link: { eol: '\r\n', writeEol: '\r' }, checkErrors: { query: 'ERR?' } },
  )
  const played = device(meter)
  expect(played.defaults).toEqual({ eol: '\r', replyEol: '\r\n', encoding: 'utf8', blocks: false })
  expect(await talk(played, 'RANGE 6', 'ERR?', 'ERR?')).toBe('-222,"Data out of range"\r\n0,"No error"\r\n')
})

test('every kind of value', async () => {
  const all = instrument({
    boolean: property('A', boolean()),
    text: property('B', text()),
    quoted: property('C', quoted()),
    list: property('D', list(integer())),
    tuple: property('E', tuple(number(), boolean())),
    json: property('F', json()),
    bytes: property('G', bytes()),
    latin1: property('H', text({ encoding: 'latin1' })),
    identity: reading('I?', identity()),
  })
  const played = device(all)
  const asked = ['A?', 'B?', 'C?', 'D?', 'E?', 'F?', 'G?', 'H?', 'I?']
  expect(await talk(played, ...asked)).toBe('0\n\n""\n\n0,0\nnull\n#10\n\nSOCKIO,SIMULATOR,0,1.0\n')
  const set = ['A ON', 'B a b', 'C "a;""b"""', 'D 1,2', 'E 2,1', 'F {"a":[1]}', 'G #16\x00\xff; \n ', 'H 5 \xb0C']
  expect(await talk(played, ...set, ...asked.slice(0, 8), 'SYST:ERR?')).toBe(
    '1\na b\n"a;""b"""\n1,2\n2,1\n{"a":[1]}\n#16\x00\xff; \n \n5 \xb0C\n0,"No error"\n',
  )
})

test.each(['DATA #12abc', 'DATA abc', 'DATA #0abc', 'DATA'])('%j is no block', async (request) => {
  const all = instrument({ data: property('DATA', bytes()) })
  expect(await talk(device(all), request, 'SYST:ERR?', 'DATA?')).toBe('-224,"Illegal parameter value"\n#10\n')
})

describe('what is wrong is said', () => {
  const only = { decode: () => 1, describe: () => ({ kind: 'own' }) }
  const odd = instrument({
    own: reading('OWN?', only),
    shown: property('SHOWN', { ...only, encode: (value: number) => `${value.toFixed()}` }),
    far: action((what: string) => what),
  })
  const loose = (value: unknown): never => value as never

  test.each<readonly [what: string, make: () => unknown, message: RegExp]>([
    [
      'no definition',
      () => device(loose({})),
      /^definition must be what instrument\(\) of @sockio\/instrument returns$/,
    ],
    [
      'a member that is not there',
      () => device(supply, loose({ volage: 5 })),
      /^models\.volage: there is no such member \(did you mean "voltage"\?\); known: identity, /,
    ],
    [
      'a member of a group',
      () => device(supply, loose({ channel: { 3: {} } })),
      /^models\.channel\.3: there is no such member; known: 1, 2$/,
    ],
    ['a group', () => device(supply, loose({ channel: 5 })), /^models\.channel: a group has an object of models$/],
    [
      'a procedure',
      () => device(supply, loose({ double: () => undefined })),
      /^models\.double: a procedure is made of other members, and has no model$/,
    ],
    ['an action', () => device(supply, loose({ beep: 5 })), /^models\.beep: the model of an action is a function$/],
    ['a value out of range', () => device(supply, { voltage: 99 }), /^models\.voltage: .*99/],
    ['a value of another type', () => device(supply, loose({ output: 'maybe' })), /^models\.output: .*maybe/],
    ['a value that nobody knows', () => device(odd), /^what shown is at first is not known: give models\.shown: /],
    [
      'an action that nobody can tell',
      () => device(odd, { shown: 1, far: () => undefined }),
      /^models\.far: what the action begins with depends/,
    ],
    [
      'options',
      () => device(supply, {}, loose({ refuse: 'x' })),
      /^options has the unknown field "refuse" \(did you mean "refused"\?\)/,
    ],
    ['models', () => device(supply, loose(5)), /^models must be an object, not 5$/],
  ])('%s', (_what, make, message) => {
    expect(make).toThrow(TypeError)
    expect(make).toThrow(message)
  })

  test('a reading that can only be read needs what the instrument sends', async () => {
    expect(await talk(device(odd, { shown: 1, own: loose('one') }), 'OWN?', 'SHOWN?')).toBe('one\n1\n')
    const played = device(odd, { shown: 1 })
    expect(() => played.values.own).toThrow(
      /^own: its decoder only reads, so models\.own has to say what the instrument sends$/,
    )
  })
})

test('types: values and models are those of the members', () => {
  const psu = device(supply, { current: (values) => values.voltage, output: 'on', move: (_values, x) => void x })
  expectTypeOf(psu.values.output).toEqualTypeOf<'off' | 'on'>()
  expectTypeOf(psu.values.limits).toEqualTypeOf<{ low: number; high: number }>()
  expectTypeOf(psu.values.channel[1].scale).toEqualTypeOf<number>()
  expectTypeOf(psu.values).not.toHaveProperty('move')
  expectTypeOf(psu.values).not.toHaveProperty('double')
  // @ts-expect-error: it is no number
  expect(() => device(supply, { voltage: 'x' })).toThrow(TypeError)
  // @ts-expect-error: it is none of the choices
  expect(() => device(supply, { output: () => 'maybe' })).not.toThrow()
  // @ts-expect-error: there is no such member
  expect(() => device(supply, { volts: 5 })).toThrow(TypeError)
})
