/** The types that users see; checked by the compiler, and never run. */
import { expectTypeOf, test } from 'vitest'
import {
  type AnySockioError,
  type Batches,
  type BlocksOptions,
  type BytesOptions,
  type CallOptions,
  type Decoder,
  type Lines,
  type LinesOptions,
  type Options,
  poll,
  type Readings,
  type ReconnectPolicy,
  Session,
  type State,
  TCP,
  type TimeoutError,
  type TransactionOptions,
} from '../src/index.ts'

declare const sock: TCP
declare const encoding: 'utf8' | 'latin1'
declare const of: CallOptions
declare const volts: Decoder<number>
declare const curve: Decoder<Int16Array>
declare const output: Decoder<'off' | 'on'>
declare const ofLines: LinesOptions
declare const ofBlocks: BlocksOptions

test('replies are Buffers, or text where an encoding is given', () => {
  const checks = () => {
    expectTypeOf(sock.readLine()).toEqualTypeOf<Promise<Buffer>>()
    expectTypeOf(sock.readLine({ timeout: 1 })).toEqualTypeOf<Promise<Buffer>>()
    expectTypeOf(sock.readLine({ encoding: 'utf8' })).toEqualTypeOf<Promise<string>>()
    expectTypeOf(sock.readLine({ encoding, timeout: 1 })).toEqualTypeOf<Promise<string>>()
    expectTypeOf(sock.readLines(2)).toEqualTypeOf<Promise<Buffer[]>>()
    expectTypeOf(sock.readLines(2, { encoding })).toEqualTypeOf<Promise<string[]>>()
    expectTypeOf(sock.read()).toEqualTypeOf<Promise<Buffer>>()
    expectTypeOf(sock.read(undefined, { encoding })).toEqualTypeOf<Promise<string>>()
    expectTypeOf(sock.readExactly(2)).toEqualTypeOf<Promise<Buffer>>()
    expectTypeOf(sock.readUntil(';', { encoding })).toEqualTypeOf<Promise<string>>()
    expectTypeOf(sock.readBlock()).toEqualTypeOf<Promise<Buffer>>()
    expectTypeOf(sock.writeRead('Q\n', 3)).toEqualTypeOf<Promise<Buffer>>()
    expectTypeOf(sock.writeReadLine('Q\n')).toEqualTypeOf<Promise<Buffer>>()
    expectTypeOf(sock.writeReadLine('Q\n', { encoding })).toEqualTypeOf<Promise<string>>()
    expectTypeOf(sock.writeReadLines('Q\n', 2, { encoding })).toEqualTypeOf<Promise<string[]>>()
    expectTypeOf(sock.writeLinesReadLines(['Q\n'])).toEqualTypeOf<Promise<Buffer[]>>()
    expectTypeOf(sock.writeReadBlock('Q\n')).toEqualTypeOf<Promise<Buffer>>()
    expectTypeOf(sock.exchange('Q\n', { until: ';' })).toEqualTypeOf<Promise<Buffer>>()
    expectTypeOf(sock.exchange(undefined, { line: true }, { encoding })).toEqualTypeOf<Promise<string>>()
    expectTypeOf(sock.exchange('Q\n', { end: (bytes) => bytes.length }, of)).toEqualTypeOf<Promise<Buffer | string>>()
    // @ts-expect-error no such framing
    sock.exchange('Q\n', { lines: true })
    expectTypeOf(sock.readLine(of)).toEqualTypeOf<Promise<Buffer | string>>()
    expectTypeOf(sock.read(3, of)).toEqualTypeOf<Promise<Buffer | string>>()
    expectTypeOf(sock.readLines(2, of)).toEqualTypeOf<Promise<(Buffer | string)[]>>()
    expectTypeOf(sock.readExactly(2, of)).toEqualTypeOf<Promise<Buffer | string>>()
    expectTypeOf(sock.readUntil(';', of)).toEqualTypeOf<Promise<Buffer | string>>()
    expectTypeOf(sock.readBlock(of)).toEqualTypeOf<Promise<Buffer | string>>()
    expectTypeOf(sock.writeRead('Q\n', 3, of)).toEqualTypeOf<Promise<Buffer | string>>()
    expectTypeOf(sock.writeReadLine('Q\n', of)).toEqualTypeOf<Promise<Buffer | string>>()
    expectTypeOf(sock.writeReadLines('Q\n', 2, of)).toEqualTypeOf<Promise<(Buffer | string)[]>>()
    expectTypeOf(sock.writeLinesReadLines(['Q\n'], 1, of)).toEqualTypeOf<Promise<(Buffer | string)[]>>()
    expectTypeOf(sock.writeReadBlock('Q\n', of)).toEqualTypeOf<Promise<Buffer | string>>()
    const held = { encoding: 'utf8' } as const
    expectTypeOf(sock.readLine(held)).toEqualTypeOf<Promise<string>>()
    expectTypeOf(sock.lines(held)).toEqualTypeOf<Lines<string>>()
    expectTypeOf(sock.query('Q')).toEqualTypeOf<Promise<string>>()
    expectTypeOf(sock.write('W\n')).toEqualTypeOf<Promise<void>>()
    expectTypeOf(sock.readBuffer()).toEqualTypeOf<Buffer>()
  }
  expectTypeOf(checks).toBeFunction()
})

test('a decoder says what a call gives, exactly', () => {
  const checks = () => {
    expectTypeOf(sock.query('Q', { as: volts })).toEqualTypeOf<Promise<number>>()
    expectTypeOf(sock.query('Q', { as: curve, timeout: 1 })).toEqualTypeOf<Promise<Int16Array>>()
    expectTypeOf(sock.query('Q', { as: output })).toEqualTypeOf<Promise<'off' | 'on'>>()
    expectTypeOf(sock.readLine({ as: volts, encoding })).toEqualTypeOf<Promise<number>>()
    expectTypeOf(sock.writeReadLine('Q\n', { as: volts })).toEqualTypeOf<Promise<number>>()
    expectTypeOf(sock.readBlock({ as: curve })).toEqualTypeOf<Promise<Int16Array>>()
    expectTypeOf(sock.writeReadBlock('Q\n', { as: curve })).toEqualTypeOf<Promise<Int16Array>>()
    expectTypeOf(sock.exchange('Q\n', { until: ';' }, { as: volts })).toEqualTypeOf<Promise<number>>()
    expectTypeOf(sock.lines({ as: volts })).toEqualTypeOf<Lines<number>>()
    const held = { as: volts, timeout: 1 }
    expectTypeOf(sock.query('Q', held)).toEqualTypeOf<Promise<number>>()
    expectTypeOf(sock.transaction((session) => session.query('Q', { as: volts }))).toEqualTypeOf<Promise<number>>()
    // @ts-expect-error: what is written is no value
    sock.write('W', { as: volts })
    // @ts-expect-error: no value of so many lines
    sock.readLines(2, { as: volts })
    // @ts-expect-error: pieces have no value
    sock.blocks(4, { as: volts })
    // @ts-expect-error: no decoder
    sock.query('Q', { as: Number })
  }
  expectTypeOf(checks).toBeFunction()
})

test('a poll gives what its query gives', () => {
  const checks = () => {
    expectTypeOf(poll(sock, 'Q', 100)).toEqualTypeOf<Readings<string>>()
    expectTypeOf(poll(sock, 'Q', 100, { as: volts })).toEqualTypeOf<Readings<number>>()
    expectTypeOf(poll(sock, (own) => own.readBlock({ as: curve }), 100)).toEqualTypeOf<Readings<Int16Array>>()
    // @ts-expect-error: how often?
    poll(sock, 'Q')
  }
  expectTypeOf(checks).toBeFunction()
})

test('streams have the same rule', () => {
  const checks = async () => {
    expectTypeOf(sock.lines()).toEqualTypeOf<Lines<Buffer>>()
    expectTypeOf(sock.lines({ encoding })).toEqualTypeOf<Lines<string>>()
    expectTypeOf(sock.blocks(4)).toEqualTypeOf<Lines<Buffer>>()
    expectTypeOf(sock.blocks(';', { encoding })).toEqualTypeOf<Lines<string>>()
    expectTypeOf(sock.lines(ofLines)).toEqualTypeOf<Lines<Buffer | string>>()
    expectTypeOf(sock.blocks(4, ofBlocks)).toEqualTypeOf<Lines<Buffer | string>>()
    expectTypeOf(sock.lines().batches()).toEqualTypeOf<Batches<Buffer>>()
    expectTypeOf(sock.lines({ as: volts }).batches()).toEqualTypeOf<Batches<number>>()
    for await (const lines of sock.lines({ encoding }).batches()) expectTypeOf(lines).toEqualTypeOf<string[]>()
    // @ts-expect-error: no batches of batches
    sock.lines().batches().batches()
    for await (const line of sock) expectTypeOf(line).toEqualTypeOf<Buffer>()
    for await (const line of sock.lines({ encoding })) expectTypeOf(line).toEqualTypeOf<string>()
    // @ts-expect-error: blocks have no end of line
    sock.blocks(4, { eol: ';' })
  }
  expectTypeOf(checks).toBeFunction()
})

test('a transaction has the type of its function', () => {
  const checks = () => {
    expectTypeOf(sock.transaction(() => 1)).toEqualTypeOf<Promise<number>>()
    expectTypeOf(sock.transaction((session) => session.query('Q'))).toEqualTypeOf<Promise<string>>()
    sock.transaction((session) => expectTypeOf(session).toEqualTypeOf<Session>())
    sock.transaction((session) => expectTypeOf(session.readLine(of)).toEqualTypeOf<Promise<Buffer | string>>())
    const known = (thing: unknown) => (thing instanceof Session ? thing : undefined)
    expectTypeOf(known).returns.toEqualTypeOf<Session | undefined>()
    // @ts-expect-error: a transaction is not sent again
    sock.transaction(() => 1, { retries: 1 })
  }
  expectTypeOf(checks).toBeFunction()
})

test('options and arguments are checked', () => {
  const checks = () => {
    new TCP('host', 5025, { timeout: 1, reconnect: (attempt, error) => (error.message === '' ? attempt : false) })
    new TCP('host', 5025, { tls: { ca: 'pem' }, onConnectionMade: (session) => session.query('*IDN?') })
    // @ts-expect-error: an unknown option
    new TCP('host', 5025, { timeOut: 1 })
    // @ts-expect-error: not a number
    new TCP('host', '5025')
    // @ts-expect-error: an unknown encoding
    sock.readLine({ encoding: 'utf9' })
    // @ts-expect-error: query() asks in text
    sock.query(Buffer.from('Q'))
    // @ts-expect-error: how many?
    sock.readExactly()
  }
  expectTypeOf(checks).toBeFunction()
  expectTypeOf<NonNullable<Options['onStateChange']>>().parameters.toEqualTypeOf<[State, State]>()
})

test('errors are told apart by their code', () => {
  const timeout = (error: AnySockioError) => (error.name === 'TimeoutError' ? error : undefined)
  expectTypeOf(timeout).returns.toEqualTypeOf<TimeoutError | undefined>()
})

/** All fields there, and undefined. */
type Absent<O> = { readonly [K in keyof O]: undefined }

test('an option may be there and undefined', () => {
  expectTypeOf<Absent<Options>>().toExtend<Options>()
  expectTypeOf<Absent<CallOptions>>().toExtend<CallOptions>()
  expectTypeOf<Absent<BytesOptions>>().toExtend<BytesOptions>()
  expectTypeOf<Absent<LinesOptions>>().toExtend<LinesOptions>()
  expectTypeOf<Absent<BlocksOptions>>().toExtend<BlocksOptions>()
  expectTypeOf<Absent<TransactionOptions>>().toExtend<TransactionOptions>()
  expectTypeOf<Absent<ReconnectPolicy>>().toExtend<ReconnectPolicy>()
})
