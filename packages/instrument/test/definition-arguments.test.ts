/** What a definition can not be made of, and how that is said. */
import { describe, expect, it } from 'vitest'
import {
  asMember,
  boolean,
  bytes,
  channels,
  choice,
  type DefinitionOptions,
  float32,
  identity,
  instrument,
  int8,
  integer,
  json,
  list,
  type Members,
  number,
  property,
  quoted,
  reading,
  text,
} from '../src/index.ts'

const supply = instrument(
  {
    voltage: property('VOLT', number({ min: 0, max: 30, unit: 'V' })),
    label: property('LAB', text()),
    current: reading('CURR?', number()),
    channel: channels([1], (n) => ({ scale: property(`CHAN${n}:SCAL`, integer()) })),
  },
  { link: { timeout: 1000 } },
)
const narrow = supply.with.bind(supply) as (changes: unknown) => unknown
const using = supply.on.bind(supply) as (socket: unknown, options?: unknown) => unknown
const opening = supply.open.bind(supply) as unknown as (...given: readonly unknown[]) => unknown
const extending = supply.extend.bind(supply) as (make: unknown) => unknown
const codecs = { boolean, bytes, float32, identity, int8, integer, json, number, quoted, text }
const options = (given: unknown) => instrument({}, given as DefinitionOptions)

function inItself() {
  const members: { channel: Record<number, Members> } = { channel: {} }
  members.channel[1] = members
  return members
}

describe('a definition refuses', () => {
  it.each([
    ['ranges that are none', () => narrow(null), 'changes: expected an object with the ranges of properties, got null'],
    ['a range that is a number', () => narrow(5), 'changes: expected an object with the ranges of properties, got 5'],
    ['a group that is none', () => narrow({ channel: 5 }), 'with: channel: expected an object with the ranges'],
    ['a group that is null', () => narrow({ channel: { 1: null } }), 'with: channel.1: expected an object with the'],
    ['a range of text', () => narrow({ label: { max: 5 } }), 'with: label: takes no numbers, and so has no range'],
    ['a range of a reading', () => narrow({ current: { max: 5 } }), 'with: "current" is no property'],
    ['what objects inherit', () => narrow({ hasOwnProperty: {} }), 'with: there is no member "hasOwnProperty"'],
    [
      'nothing that is left',
      () => narrow({ voltage: { min: 40 } }),
      'with: voltage: nothing is left between 40 and 30',
    ],
    ['a header with its "?"', () => property('VOLT?', number()), 'header: expected a header alone, "VOLT" for "VOLT?"'],
    ['a header with a place', () => property('VOLT {}', number()), 'header: expected a header alone'],
    [
      'limits of text',
      () => property('LAB', text(), { limits: 'query' }),
      'options.limits: expected a codec of numbers',
    ],
    ['a group in itself', () => instrument(inItself()), 'channel.1: is a group that it is in itself'],
    ['a check that is a number', () => options({ checkErrors: 5 }), 'checkErrors: expected a boolean, or an object'],
    ['a check that is null', () => options({ checkErrors: null }), 'checkErrors: expected a boolean, or an object'],
    ['two lines', () => options({ checkErrors: { query: 'A\nB' } }), 'query: expected one line, got "A\\nB"'],
    ['procedures that are none', () => extending(() => null), 'make: expected it to give an object of procedures'],
    [
      'a procedure that is none',
      () => extending(() => ({ sweep: 5 })),
      'extend: sweep: run: expected a function, got 5',
    ],
    ['an opener that is none', () => opening(), 'socketForUrl: expected that of a flavour, got undefined'],
    ['an opener that is null', () => opening(null, 'tcp://a'), 'socketForUrl: expected that of a flavour, got null'],
    ['options of a link', () => opening(() => ({}), 'tcp://a', 5), 'options: expected an object, got 5'],
    ['options that are null', () => using({}, null), 'socket: expected a TCP or a session of a flavour, got an object'],
  ])('%s', (_, make, message) => expect(make).toThrow(message))
})

it('what is no member is none, whatever it is', () => {
  for (const none of [undefined, null, 5, {}]) expect(asMember(none as never)).toBe(undefined)
})

it.each(Object.entries({ ...codecs, list: () => list(number()), choice: () => choice({ on: 'ON' }) }))(
  'the codec %s refuses a frame that is none',
  (_name, codec) => {
    for (const none of [undefined, null, 5, '1', {}, [1]]) {
      expect(() => codec().decode(none as never)).toThrow(/^frame: expected a Uint8Array, got /)
    }
  },
)

describe('describe()', () => {
  it('is JSON, where limits are infinite and an end of line is bytes', () => {
    const endless = { min: Number.NEGATIVE_INFINITY, max: Number.POSITIVE_INFINITY }
    const definition = instrument(
      { all: property('ALL', number(endless)), many: reading('MANY?', list(number(endless))) },
      { link: { timeout: Number.POSITIVE_INFINITY, eol: Uint8Array.of(13) } },
    )
    const described = definition.describe()
    expect(JSON.parse(JSON.stringify(described))).toEqual(described)
    expect(described).toMatchObject({ link: { timeout: 'Infinity', eol: [13] } })
  })
})

describe('open()', () => {
  it('leaves the options of the instrument in force where others are undefined', () => {
    const given: unknown[] = []
    const open = (_url: string, options?: object) => {
      given.push(options)
      throw new Error('no socket')
    }
    expect(() => supply.open(open, 'tcp://scope.lab:5025', { timeout: undefined, pacing: 5 })).toThrow('no socket')
    expect(given).toEqual([{ timeout: 1000, pacing: 5 }])
  })
})
