/** What a configuration may say, and what is said of a wrong one. */
import { action, instrument as define, number, property, reading, scpi, uint8 } from '@sockio/instrument'
import { block } from '@sockio/sim'
import { describe, expect, test } from 'vitest'
import { rulesOf } from '../src/definition-rules.ts'
import { checkSettings, Hub } from '../src/index.ts'
import { Rules } from '../src/rules.ts'
import { share } from './rig/shared.ts'

const url = 'tcp://127.0.0.1:1'
const psu1 = (more: object) => ({ instruments: { psu1: { url, ...more } } })

test('the configuration of the design is one', () => {
  expect(() =>
    checkSettings({
      instruments: {
        psu1: {
          url: 'tcp://10.0.0.7:5025',
          options: { timeout: 2000, pacing: 10 },
          listen: ['127.0.0.1:7001', 'unix:run/psu1.sock'],
          control: true,
          rules: [
            { match: '^DUMP$', replies: 12 },
            { match: '^ABOR', replies: 0, priority: 'high' },
            { match: '^MEAS', maxAge: 50 },
          ],
        },
      },
      nats: { servers: 'nats://127.0.0.1:4222', prefix: 'lab', ttl: 5000 },
      audit: 'hub-audit.jsonl',
      metrics: '127.0.0.1:9400',
    }),
  ).not.toThrow()
})

describe('a wrong one is told by its place', () => {
  test.each([
    [undefined, 'expected an object, got undefined'],
    [{}, 'the key "instruments" is needed'],
    [{ instruments: {} }, 'instruments: there is none'],
    [
      { instrument: {} },
      'unknown key "instrument": did you mean "instruments"? (known: instruments, nats, audit, metrics)',
    ],
    [{ instruments: { 'a b': { url } } }, 'instruments: expected a name of letters, digits, _ and -, got "a b"'],
    [{ instruments: { psu1: {} } }, 'instruments.psu1: the key "url" is needed'],
    [psu1({ listn: [] }), 'instruments.psu1: unknown key "listn": did you mean "listen"?'],
    [psu1({ url: 'gopher://x' }), 'instruments.psu1.url: '],
    [psu1({ options: { timeOut: 5 } }), 'instruments.psu1.options: unknown option "timeOut": did you mean "timeout"?'],
    [psu1({ options: { timeout: 'soon' } }), 'instruments.psu1.options: timeout: expected'],
    [psu1({ options: { onStray() {} } }), 'instruments.psu1.options.onStray: a hub takes no functions'],
    [psu1({ rules: [{ match: '(' }] }), 'instruments.psu1.rules[0].match: Invalid regular expression'],
    [psu1({ rules: [{ replies: 1 }] }), 'instruments.psu1.rules[0]: the key "match" is needed'],
    [
      psu1({ rules: [{ match: 'A', replys: 1 }] }),
      'instruments.psu1.rules[0]: unknown key "replys": did you mean "replies"?',
    ],
    [
      psu1({ rules: [{ match: 'A', priority: 'urgent' }] }),
      'instruments.psu1.rules[0].priority: expected "high" or "normal"',
    ],
    [
      psu1({ rules: [{ match: 'A', framing: { until: ';', exactly: 2 } }] }),
      'instruments.psu1.rules[0].framing: expected one of',
    ],
    [psu1({ listen: '127.0.0.1:1' }), 'instruments.psu1.listen: expected a list'],
    [psu1({ listen: [{ role: 'read' }] }), 'instruments.psu1.listen[0]: the key "at" is needed'],
    [psu1({ control: 'yes' }), 'instruments.psu1.control: expected a boolean'],
    [
      psu1({ control: false, listen: [{ at: 1, tokens: [{ token: 'a', name: 'b' }] }] }),
      'instruments.psu1.control: tokens are told by ++token, which needs it',
    ],
    [{ ...psu1({}), metrics: 70_000 }, 'metrics: expected an integer from 0 to 65535'],
    [{ ...psu1({}), nats: { server: 'x' } }, 'nats: unknown key "server": did you mean "servers"?'],
  ])('%j', (value, complaint) => {
    expect(() => checkSettings(value)).toThrow(expect.objectContaining({ message: expect.stringContaining(complaint) }))
  })

  test.each([
    [psu1({ listen: ['0.0.0.0:0'] }), 'instruments.psu1.listen[0]: 0.0.0.0:0 is open to other hosts: give it tls'],
    [psu1({ listen: ['[::]:0'] }), 'is open to other hosts'],
    [psu1({ listen: ['nowhere'] }), 'instruments.psu1.listen[0]: expected host:port or unix:path, got "nowhere"'],
    [psu1({ listen: ['127.0.0.1:70000'] }), 'instruments.psu1.listen[0]: expected a port from 0 to 65535, got 70000'],
    [
      psu1({ listen: [{ at: 0, tls: { cert: 'no.pem', key: 'no.pem' } }] }),
      'instruments.psu1.listen[0].tls.cert: ENOENT',
    ],
    [
      psu1({ listen: [{ at: 0, tokens: [{ token: { env: 'SOCKIO_NO_TOKEN' }, name: 'a' }] }] }),
      'tokens[0].token: it is empty',
    ],
    [psu1({ definition: './none.ts' }), 'instruments.psu1.definition: '],
    [{ ...psu1({}), metrics: '0.0.0.0:0' }, 'metrics: expected a port of loopback, got "0.0.0.0:0"'],
  ])('%j, when it starts', async (value, complaint) => {
    await expect(Hub.start(value as never)).rejects.toThrow(complaint)
  })
})

test('a port that is taken is an error, and nothing is left open', async () => {
  await using shared = await share({})
  const [, port] = shared.address.split(':')
  const twice = { a: { url, listen: ['127.0.0.1:0'] }, b: { url, listen: [`127.0.0.1:${port}`] } }
  await expect(Hub.start({ instruments: twice })).rejects.toThrow(`can't listen on 127.0.0.1:${port}`)
})

test('another host may be let in without TLS, where it is said', async () => {
  await using shared = await share({ 'A?': 'a' }, { instrument: { listen: [{ at: '0.0.0.0:0', insecure: true }] } })
  expect(await (await shared.client()).ask('A?')).toBe('a')
})

describe('a definition', () => {
  const supply = define({
    voltage: property({ get: 'f', set: 'F {}', answer: 'RPRT 0' }, number()),
    curve: reading('CURVE', uint8()),
    park: action('PARK', { answer: 'OK' }),
    group: { current: reading('i', number()) },
  })

  test('gives rules for what its members ask and tell', async () => {
    await using shared = await share(
      { f: '5', 'F 6': 'RPRT 0', CURVE: block(Uint8Array.of(10, 13)), PARK: 'OK', i: '0.5' },
      { instrument: { definition: supply, listen: ['127.0.0.1:0', { at: '127.0.0.1:0', role: 'read' }] } },
    )
    const client = await shared.client()
    expect(await client.ask('f')).toBe('5')
    expect(await client.ask('F 6')).toBe('RPRT 0')
    expect(await client.ask('PARK')).toBe('OK')
    expect(await client.ask('i')).toBe('0.5')
    client.send('CURVE\n')
    expect(await client.exactly(6)).toEqual(Buffer.from('#12\n\r\n'))
    const reader = await shared.client(1)
    expect(await reader.ask('f')).toBe('5')
    expect(await reader.send('F 7\n').rest()).toBe('')
  })

  test('gives the limits of its members, where they are longer, and what its errors are asked with', () => {
    const slow = define(
      {
        complete: scpi.operationComplete,
        measure: reading('MEAS', number(), { timeout: 60_000 }),
        hasty: reading('HASTY', number(), { timeout: 1 }),
        home: action('HOME', { settles: 'opc', timeout: 90_000 }),
      },
      { checkErrors: { query: 'ERRORS' } },
    )
    const rules = new Rules(rulesOf(slow, 10_000), true)
    const known = ['MEAS', 'HASTY', 'HOME', '*OPC?', 'ERRORS'].map((text) => rules.of(text))
    expect(known.map(({ replies, timeout }) => [replies, timeout])).toEqual([
      [1, 60_000],
      [1, undefined],
      [0, undefined],
      [1, 90_000],
      [1, undefined],
    ])
  })

  test('may be a module', async () => {
    const file = new URL('rig/supply.ts', import.meta.url).pathname
    await using shared = await share({ f: '5' }, { instrument: { definition: file } })
    expect(await (await shared.client()).ask('f')).toBe('5')
  })
})
