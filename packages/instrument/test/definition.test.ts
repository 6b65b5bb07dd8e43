/** Definitions: plain data that describes itself, changes of it, and what is refused when it is made. */
import {
  type Ask,
  type Complaint,
  type Here,
  InstrumentError,
  type Plan,
  paradigm,
  type Step,
  type Steps,
  type Way,
} from '@sockio/core'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  action,
  channels,
  choice,
  Definition,
  type InSteps,
  instrument,
  integer,
  number,
  property,
  reading,
  scpi,
  wait,
} from '../src/index.ts'

const supply = instrument(
  {
    voltage: property('VOLT', number({ min: 0, max: 30, unit: 'V' })),
    output: property('OUTP', choice({ off: '0', on: '1' })),
    current: reading('MEAS:CURR?', number({ unit: 'A' })),
    move: action((x: number, y: number) => `MOVE ${x},${y}`, { settles: 'opc' }),
    reset: action('*RST'),
    channel: channels([1, 2], (n) => ({ scale: property(`CHAN${n}:SCAL`, number(), { limits: 'query' }) })),
  },
  { checkErrors: true, link: { eol: '\r\n' } },
).extend((psu) => ({
  *ramp(to: number) {
    for (let volts = 0; volts <= to; volts++) {
      yield* psu.voltage.set(volts)
      yield* wait(10)
    }
  },
}))

it('is described as plain JSON', () => {
  const description = supply.describe()
  expect(JSON.parse(JSON.stringify(supply))).toEqual(description)
  expect(description).toEqual({
    members: {
      voltage: {
        member: 'property',
        get: 'VOLT?',
        set: 'VOLT {}',
        value: { kind: 'number', unit: 'V', min: 0, max: 30 },
      },
      output: {
        member: 'property',
        get: 'OUTP?',
        set: 'OUTP {}',
        value: { kind: 'choice', choices: ['off', 'on'], words: { off: '0', on: '1' } },
      },
      current: { member: 'reading', get: 'MEAS:CURR?', value: { kind: 'number', unit: 'A' } },
      move: { member: 'action', parameters: 2, settles: 'opc' },
      reset: { member: 'action', send: '*RST', parameters: 0 },
      channel: {
        1: {
          scale: {
            member: 'property',
            get: 'CHAN1:SCAL?',
            set: 'CHAN1:SCAL {}',
            value: { kind: 'number' },
            limits: 'query',
          },
        },
        2: {
          scale: {
            member: 'property',
            get: 'CHAN2:SCAL?',
            set: 'CHAN2:SCAL {}',
            value: { kind: 'number' },
            limits: 'query',
          },
        },
      },
      ramp: { member: 'procedure', parameters: 1 },
    },
    link: { eol: '\r\n' },
    checkErrors: { query: 'SYST:ERR?', write: 'together' },
  })
})

describe('with', () => {
  it('is another definition, with narrower ranges, whose procedures heed them', () => {
    const careful = supply.with({ voltage: { max: 6 }, channel: { 1: { scale: { min: 1 } } } })
    expect(careful).not.toBe(supply)
    expect(careful.describe().members).toMatchObject({
      voltage: { value: { min: 0, max: 6 } },
      channel: { 1: { scale: { value: { min: 1 } } } },
    })
    expect(supply.describe().members).toMatchObject({ voltage: { value: { max: 30 } } })
    const { model } = played(() => '0,"No error"')
    expect(() => model.run(careful.on(model).ramp(7))).toThrow('voltage: expected a number from 0 to 6 V, got 7')
  })

  it('never widens', () => {
    expect(supply.with({ voltage: { max: 60 } }).describe().members).toMatchObject({ voltage: { value: { max: 30 } } })
  })

  it.each([
    [{ voltage: { max: -1 } }, 'nothing is left'],
    [{ power: { max: 1 } }, 'there is no member "power"'],
    [{ reset: { max: 1 } }, '"reset" is no property'],
    [{ voltage: { most: 1 } }, 'unknown field "most"'],
    [{ voltage: { max: '1' } }, 'with: voltage.max: expected a number'],
  ])('%j is refused', (changes, message) => {
    expect(() => supply.with(changes as object)).toThrow(message)
  })
})

describe('refused when it is made', () => {
  it.each<[string, () => unknown, string]>([
    ['a header that is no text', () => property(1 as never, number()), 'expected an object'],
    ['an empty header', () => property(' ', number()), 'header: expected one line'],
    ['a header with an end of line', () => property('A\nB', number()), 'header: expected one line'],
    [
      'a codec that was not called',
      () => property('A', number as never),
      'codec: expected a codec, such as number(), got a function',
    ],
    ['no codec', () => property('A', undefined as never), 'codec: expected a codec'],
    [
      'a codec that only reads',
      () => property('A', { ...number(), encode: undefined } as never),
      'codec: expected a codec',
    ],
    ['a template without its place', () => property({ get: 'f', set: 'F' }, number()), 'set: expected "{}" once'],
    ['a template with two', () => property({ get: 'f', set: 'F {} {}' }, number()), 'set: expected "{}" once'],
    ['an unknown option', () => property('A', number(), { limit: 'query' } as never), 'unknown option "limit"'],
    ['settles', () => action('A', { settles: 'soon' as never }), 'settles: expected "opc" or "poll"'],
    ['checkErrors', () => instrument({}, { checkErrors: 1 as never }), 'checkErrors: expected a boolean, or an object'],
    ['a check without a RegExp', () => instrument({}, { checkErrors: { reply: 'x' as never } }), 'expected a RegExp'],
    ['an option of the link', () => instrument({}, { link: { eoll: '\n' } as never }), '"eoll"'],
    ['a member that is none', () => instrument({ a: 5 as never }), 'a: expected a property'],
    ['a member within a group', () => instrument({ a: { b: 'x' as never } }), 'a.b: expected a property'],
    ['two of one name', () => supply.extend(() => ({ *reset() {} })), 'there is a member "reset" already'],
    ['a socket that is none', () => supply.on({} as never), 'socket: expected a TCP or a session'],
    ['keys that are none', () => channels(3 as never, () => ({})), 'keys: expected an array'],
    ['a wait of no time', () => [...wait(-1)], 'ms: expected'],
  ])('%s', (_, make, message) => {
    expect(make).toThrow(message)
  })

  it('the base of all can be spread', () => {
    expect(instrument({ ...scpi })).toBeInstanceOf(Definition)
  })
})

/** Runs steps against a function that answers each line that ends in a question mark. */
function played(answer: (line: string) => string, now: Partial<Here> = {}) {
  const log: (string | number)[] = []
  const here: Here = {
    address: { host: 'h', port: 1, tls: false },
    epoch: 1,
    told: 0,
    notes: new Map(),
    refused: (lines, errors) =>
      new InstrumentError(String(lines[0]), {
        address: here.address,
        phase: 'reading',
        sent: 'yes',
        command: String(lines[0]),
        errors,
      }),
    ...now,
  }
  const ask = ({ lines, replies, gives }: Ask): unknown => {
    log.push(lines.map(String).join('|'))
    const said = lines.filter((line) => String(line).endsWith('?') || /\? /.test(String(line)))
    const values = replies.map((decoder, i) => decoder.decode(new TextEncoder().encode(answer(String(said[i])))))
    return gives === 'values' ? values : gives === 'value' ? values[0] : undefined
  }
  const perform = (step: Step): unknown => {
    if (step.step === 'ask') return ask(step)
    if (step.step === 'where') return here
    if (step.step === 'wait') return void log.push(step.ms)
    return run(step.run())
  }
  const run = <T>(steps: Steps<T>): T => {
    let next = steps.next()
    while (!next.done) {
      try {
        next = steps.next(perform(next.value))
      } catch (error) {
        next = steps.throw(error)
      }
    }
    return next.value
  }
  function* follow<T>({ run }: Plan<T>): Steps<T> {
    return typeof run === 'function' ? yield* run() : ((yield run) as T)
  }
  const way = {
    method:
      (_name: string, plan: (...args: never[]) => Plan<unknown>) =>
      (...args: never[]) =>
        follow(plan(...args)),
  }
  return { log, here, model: { run, [paradigm]: way as unknown as Way<InSteps> } }
}

describe('what is sent', () => {
  it('a set with its check, after errors of before are read', () => {
    const left = ['-113,"Undefined header"', '-222,"Data out of range"']
    const { log, model } = played((line) => (line === '*OPC?' ? '1' : (left.shift() ?? '+0,"No error"')))
    const psu = supply.on(model)
    model.run(psu.voltage.set(5))
    model.run(psu.voltage.set(6))
    model.run(psu.move(1, 2))
    const asked = 'SYST:ERR?'
    expect(log).toEqual([asked, asked, asked, `VOLT 5|${asked}`, `VOLT 6|${asked}`, `MOVE 1,2|*OPC?|${asked}`])
  })

  it('a queue without end is read 256 times before it, and 32 times for it', () => {
    const { log, model } = played(() => '-350,"Queue overflow"')
    expect(() => model.run(supply.on(model).voltage.set(5))).toThrow(InstrumentError)
    expect(log).toHaveLength(256 + 1 + 31)
  })

  it('a hundred errors of before are not blamed on it', () => {
    let left = 100
    const { log, model } = played(() => (left-- > 0 ? '-350,"Queue overflow"' : '+0,"No error"'))
    model.run(supply.on(model).voltage.set(5))
    expect(log).toHaveLength(100 + 1 + 1)
  })

  it('a separate check, another query, and none', () => {
    const { log, model } = played(() => '0')
    const apart = instrument(
      { a: property('A', integer()), b: property('B', integer(), { checkErrors: false }) },
      { checkErrors: { query: 'ERR?', write: 'separate' } },
    ).on(model)
    model.run(apart.a.set(1))
    model.run(apart.b.set(2))
    expect(log).toEqual(['ERR?', 'A 1', 'ERR?', 'B 2'])
  })

  it.each<[string, Complaint]>([
    ['-222,"Data out of range;VOLT 99"', { number: -222, text: 'Data out of range;VOLT 99' }],
    ['-222, "say ""no"""', { number: -222, text: 'say "no"' }],
    ['-100', { number: -100, text: '' }],
    ['+7,odd', { number: 7, text: 'odd' }],
  ])('an entry of the queue: %s', (entry, complaint) => {
    let first = true
    const { model } = played(() => {
      const said = first ? '0' : entry
      first = false
      return said
    })
    try {
      model.run(supply.on(model).voltage.set(5))
      expect.unreachable()
    } catch (error) {
      expect((error as InstrumentError).errors[0]).toEqual(complaint)
    }
  })

  it('any number that may be set is written so that it is read as the same', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 30, noNaN: true }), (volts) => {
        const { log, model } = played(() => '0')
        model.run(supply.on(model, { checkErrors: false } as never).voltage.set(volts))
        expect(Number(String(log[0]).slice(5))).toBe(volts)
      }),
    )
  })
})
