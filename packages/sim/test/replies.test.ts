/** What a device may answer, and what the client gets of it. */
import { expect, test } from 'vitest'
import { block, type Device, delay, echo, raw, type SimulateOptions, sequence, silent, simulate } from '../src/index.ts'
import { ask, RawClient } from './raw-client.ts'

interface Row {
  readonly device: Device
  readonly options?: SimulateOptions
  readonly send: string
  readonly get: string
}

const END = 'END?\n' // answered by each device below, so that the end of what came before it is known

const ROWS: Readonly<Record<string, Row>> = {
  'a line': { device: { 'A?': 'one', '*': 'end' }, send: 'A?\n', get: 'one\n' },
  'an empty line': { device: { 'A?': '', '*': 'end' }, send: 'A?\n', get: '\n' },
  'several lines': { device: { 'A?': ['1', '2', '3'], '*': 'end' }, send: 'A?\n', get: '1\n2\n3\n' },
  'bytes as they are': { device: { 'A?': Uint8Array.of(0, 255, 10), '*': 'end' }, send: 'A?\n', get: '\x00\xff\n' },
  'a definite block': { device: { 'A?': block(Buffer.from('ab\ncd')), '*': 'end' }, send: 'A?\n', get: '#15ab\ncd\n' },
  'a long definite block': {
    device: { 'A?': block(Buffer.alloc(1234, 'x')), '*': 'end' },
    send: 'A?\n',
    get: `#41234${'x'.repeat(1234)}\n`,
  },
  'an empty block': { device: { 'A?': block(new Uint8Array()), '*': 'end' }, send: 'A?\n', get: '#10\n' },
  'an indefinite block': {
    device: { 'A?': block(Buffer.from('abc'), { indefinite: true }), '*': 'end' },
    send: 'A?\n',
    get: '#0abc\n',
  },
  'text without an end of line': { device: { 'A?': raw('ab'), '*': 'end' }, send: 'A?\n', get: 'ab' },
  'bytes without an end of line': { device: { 'A?': raw(Uint8Array.of(65)), '*': 'end' }, send: 'A?\n', get: 'A' },
  'a delayed reply': { device: { 'A?': delay(1, 'x'), '*': 'end' }, send: 'A?\n', get: 'x\n' },
  'a sequence': {
    device: { 'A?': sequence(raw('a'), delay(1, 'b'), undefined, ['c', 'd']), '*': 'end' },
    send: 'A?\n',
    get: 'ab\nc\nd\n',
  },
  nothing: { device: { 'A?': undefined, '*': 'end' }, send: 'A?\n', get: '' },
  'a function in a table': { device: { 'A?': (request) => request, '*': 'end' }, send: 'A?\n', get: 'A?\n' },
  'a function for all': { device: (request) => `<${request}>`, send: 'A?\n', get: '<A?>\n' },
  'a promise': { device: async (request) => `<${request}>`, send: 'A?\n', get: '<A?>\n' },
  'keys of Object.prototype are no rows': {
    device: { '*': 'end' },
    send: 'toString\nconstructor\n',
    get: 'end\nend\n',
  },
  'echo()': { device: echo(), send: 'A?\nB\n', get: 'A?\nB\n' },
  'another end of line': {
    device: { 'A?': 'one', '*': 'end' },
    options: { eol: '\r\n' },
    send: 'A?\r\n',
    get: 'one\r\n',
  },
  'another end of line for replies': {
    device: { 'A?': 'one', '*': 'end' },
    options: { eol: ';', replyEol: '\r' },
    send: 'A?;',
    get: 'one\r',
  },
  'a reply that comes late holds back the next': {
    device: { 'A?': delay(20, 'late'), 'B?': 'b', '*': 'end' },
    send: 'A?\nB?\n',
    get: 'late\nb\n',
  },
  'unasked and asked': {
    device: (request, session) => {
      session.send('first')
      return request
    },
    send: 'A?\n',
    get: 'first\nA?\n',
  },
}

test.each(Object.entries(ROWS))('%s', async (_name, { device, options, send, get }) => {
  await using simulated = await simulate(device, options)
  await using client = await RawClient.to(simulated)
  const eol = options?.eol ?? '\n'
  client.write(send + END.replace('\n', eol))
  const last = await finalReply(device, options)
  await client.until(() => client.text.length >= get.length + last.length)
  expect(client.text).toBe(get + last)
  expect(simulated.errors).toEqual([])
})

/** What the device answers to the request that ends each row. */
async function finalReply(device: Device, options: SimulateOptions | undefined): Promise<string> {
  await using simulated = await simulate(device, options)
  await using client = await RawClient.to(simulated)
  const eol = options?.eol ?? '\n'
  client.write(END.replace('\n', eol))
  await client.until(() => client.text.endsWith(options?.replyEol ?? eol) && /end|END/.test(client.text))
  return client.text
}

test('the parts of a sequence come one by one', async () => {
  await using device = await simulate({ 'A?': sequence(raw('a'), raw('b'), 'c') })
  await using client = await RawClient.to(device)
  await client.write('A?\n').lines(1)
  expect(client.chunks.map(String)).toEqual(['a', 'b', 'c\n'])
})

test('the replies to requests that came together go out together', async () => {
  await using device = await simulate(echo())
  await using client = await RawClient.to(device)
  await client.write('A\n'.repeat(1000)).lines(1000)
  expect(client.chunks.length).toBeLessThan(5)
})

test('requests of different clients interleave', async () => {
  let release = () => {}
  const held = new Promise<void>((resolve) => {
    release = resolve
  })
  await using device = await simulate({ 'SLOW?': () => held.then(() => 'slow'), 'FAST?': 'fast' })
  await using slow = await RawClient.to(device)
  slow.write('SLOW?\nFAST?\n')
  await device.received('SLOW?')
  expect(await ask(device, 'FAST?\n', 1)).toBe('fast\n')
  expect(slow.text).toBe('')
  release()
  expect(await slow.lines(2)).toBe('slow\nfast\n')
})

test('a silent device hears, and says nothing', async () => {
  await using device = await simulate(silent())
  await using client = await RawClient.to(device)
  client.write('A?\nB?\n')
  await device.received(2)
  device.disconnect()
  expect(await client.ended()).toBe('FIN')
  expect(client.text).toBe('')
})

test('a client that has said all and closed its side still gets its replies', async () => {
  await using device = await simulate({ 'A?': delay(10, 'late'), 'B?': 'b' })
  await using client = await RawClient.to(device)
  client.socket.end('A?\nB?\n')
  expect(await client.ended()).toBe('FIN')
  expect(client.text).toBe('late\nb\n')
})

test('a client that does not read holds the device up', async () => {
  let answered = 0
  await using device = await simulate(() => {
    answered++
    return raw(Buffer.alloc(100_000))
  })
  await using client = await RawClient.to(device)
  client.socket.pause()
  client.write('A?\n'.repeat(1000))
  await device.received(1000)
  expect(answered).toBeLessThan(1000)
  client.socket.resume()
  await client.until(() => client.chunks.reduce((sum, chunk) => sum + chunk.length, 0) === 100_000_000)
  expect(answered).toBe(1000)
})
