/** The types that users see; checked by the compiler, and never run. */
import { expectTypeOf, test } from 'vitest'
import {
  type Batches,
  type BlocksOptions,
  type BytesOptions,
  type CallOptions,
  type Decoder,
  type Future,
  type FutureBatches,
  type FutureLines,
  type FutureReadings,
  type Lines,
  type LinesOptions,
  type Options,
  poll,
  type Readings,
  type ReconnectPolicy,
  Session,
  type State,
  socketForUrl,
  TCP,
  type TransactionOptions,
} from '../src/index.ts'

declare const sock: TCP
declare const later: TCP<false>
declare const encoding: 'utf8' | 'latin1'
declare const volts: Decoder<number>

test('the option says what calls give', () => {
  const checks = (either: boolean) => {
    expectTypeOf(new TCP('host', 5025)).toEqualTypeOf<TCP<true>>()
    expectTypeOf(new TCP('host', 5025, { timeout: 1 })).toEqualTypeOf<TCP<true>>()
    expectTypeOf(new TCP('host', 5025, { resolveFutures: true })).toEqualTypeOf<TCP<true>>()
    expectTypeOf(new TCP('host', 5025, { resolveFutures: false })).toEqualTypeOf<TCP<false>>()
    expectTypeOf(new TCP('host', 5025, { resolveFutures: either }).query('Q')).toEqualTypeOf<string | Future<string>>()
    expectTypeOf(socketForUrl('tcp://host:1')).toEqualTypeOf<TCP<true>>()
    expectTypeOf(socketForUrl('tcp://host:1', { resolveFutures: false })).toEqualTypeOf<TCP<false>>()
  }
  expectTypeOf(checks).toBeFunction()
})

test('values: Buffers, or text where an encoding is given', () => {
  const checks = () => {
    expectTypeOf(sock.query('Q')).toEqualTypeOf<string>()
    expectTypeOf(sock.query('Q', { as: volts })).toEqualTypeOf<number>()
    expectTypeOf(sock.lines({ as: volts })).toEqualTypeOf<Lines<number>>()
    expectTypeOf(poll(sock, 'Q', 100)).toEqualTypeOf<Readings<string>>()
    expectTypeOf(poll(sock, 'Q', 100, { as: volts })).toEqualTypeOf<Readings<number>>()
    expectTypeOf(poll(sock, (own) => own.readBlock(), 100)).toEqualTypeOf<Readings<Buffer>>()
    expectTypeOf(sock.readLine()).toEqualTypeOf<Buffer>()
    expectTypeOf(sock.readLine({ encoding, timeout: 1 })).toEqualTypeOf<string>()
    expectTypeOf(sock.readLines(2)).toEqualTypeOf<Buffer[]>()
    expectTypeOf(sock.readLines(2, { encoding })).toEqualTypeOf<string[]>()
    expectTypeOf(sock.writeReadBlock('Q\n')).toEqualTypeOf<Buffer>()
    expectTypeOf(sock.exchange('Q\n', { exactly: 3 })).toEqualTypeOf<Buffer>()
    expectTypeOf(sock.write('W\n')).toEqualTypeOf<void>()
    expectTypeOf(sock.open()).toEqualTypeOf<void>()
    expectTypeOf(sock.readBuffer()).toEqualTypeOf<Buffer>()
    expectTypeOf(sock.transaction((session) => Number(session.query('Q')))).toEqualTypeOf<number>()
    sock.transaction((session) => expectTypeOf(session).toEqualTypeOf<Session<true>>())
  }
  expectTypeOf(checks).toBeFunction()
})

test('futures of the same', () => {
  const checks = async () => {
    expectTypeOf(later.query('Q')).toEqualTypeOf<Future<string>>()
    expectTypeOf(later.query('Q', { as: volts })).toEqualTypeOf<Future<number>>()
    expectTypeOf(later.lines({ as: volts })).toEqualTypeOf<FutureLines<number>>()
    expectTypeOf(poll(later, 'Q', 100)).toEqualTypeOf<FutureReadings<string>>()
    expectTypeOf(poll(later, 'Q', 100, { as: volts })).toEqualTypeOf<FutureReadings<number>>()
    expectTypeOf(poll(later, (own) => own.readBlock(), 100)).toEqualTypeOf<FutureReadings<Buffer>>()
    expectTypeOf(later.readLine()).toEqualTypeOf<Future<Buffer>>()
    expectTypeOf(later.readLines(2, { encoding })).toEqualTypeOf<Future<string[]>>()
    expectTypeOf(later.write('W\n')).toEqualTypeOf<Future<void>>()
    expectTypeOf(later.query('Q').result()).toEqualTypeOf<string>()
    expectTypeOf(await later.query('Q')).toEqualTypeOf<string>()
    expectTypeOf(await Promise.all([later.query('Q'), later.readBlock()])).toEqualTypeOf<[string, Buffer]>()
    expectTypeOf(later.transaction((session) => session.query('Q'))).toEqualTypeOf<Future<string>>()
    expectTypeOf(later.transaction(async (session) => Number(await session.query('Q')))).toEqualTypeOf<Future<number>>()
  }
  expectTypeOf(checks).toBeFunction()
})

test('options that may have an encoding give either', () => {
  const checks = (of: CallOptions, ofLines: LinesOptions, ofBlocks: BlocksOptions) => {
    expectTypeOf(sock.readLine(of)).toEqualTypeOf<Buffer | string>()
    expectTypeOf(sock.readLines(2, of)).toEqualTypeOf<(Buffer | string)[]>()
    expectTypeOf(later.readLine(of)).toEqualTypeOf<Future<Buffer | string>>()
    expectTypeOf(sock.lines(ofLines)).toEqualTypeOf<Lines<Buffer | string>>()
    expectTypeOf(later.blocks(4, ofBlocks)).toEqualTypeOf<FutureLines<Buffer | string>>()
  }
  expectTypeOf(checks).toBeFunction()
})

test('instanceof tells a session', () => {
  const known = (thing: unknown) => (thing instanceof Session ? thing.query('Q') : undefined)
  expectTypeOf(known).returns.toEqualTypeOf<string | Future<string> | undefined>()
})

test('streams', () => {
  const checks = async () => {
    expectTypeOf(sock.lines()).toEqualTypeOf<Lines<Buffer>>()
    expectTypeOf(sock.lines({ encoding })).toEqualTypeOf<Lines<string>>()
    expectTypeOf(sock.lines({ encoding }).take(5).map(Number).toArray()).toEqualTypeOf<number[]>()
    for (const line of sock) expectTypeOf(line).toEqualTypeOf<Buffer>()
    for (const line of sock.blocks(4, { encoding })) expectTypeOf(line).toEqualTypeOf<string>()
    for (const lines of sock.lines({ encoding }).batches()) expectTypeOf(lines).toEqualTypeOf<string[]>()
    expectTypeOf(sock.lines({ as: volts }).batches()).toEqualTypeOf<Batches<number>>()
    expectTypeOf(
      sock
        .lines({ encoding })
        .batches()
        .map((lines) => lines.length)
        .toArray(),
    ).toEqualTypeOf<number[]>()
    expectTypeOf(later.lines()).toEqualTypeOf<FutureLines<Buffer>>()
    expectTypeOf(later.lines().batches()).toEqualTypeOf<FutureBatches<Buffer>>()
    for await (const lines of later.lines({ encoding }).batches()) expectTypeOf(lines).toEqualTypeOf<string[]>()
    for await (const line of later.lines({ encoding })) expectTypeOf(line).toEqualTypeOf<string>()
    for await (const line of later) expectTypeOf(line).toEqualTypeOf<Buffer>()
    // @ts-expect-error: a function can't cross to the thread of the sockets
    sock.lines({ match: () => true })
  }
  expectTypeOf(checks).toBeFunction()
})

test('options', () => {
  const checks = () => {
    new TCP('host', 5025, { init: ['*CLS\n', new Uint8Array(1)], reconnect: { retries: 3 } })
    new TCP('host', 5025, { onConnectionMade: (session) => session.query('Q').length })
    new TCP('host', 5025, { resolveFutures: false, onConnectionMade: (session) => session.query('Q').result() })
    // @ts-expect-error: a function can't cross to the thread of the sockets
    new TCP('host', 5025, { reconnect: () => 5 })
    // @ts-expect-error: an unknown option
    new TCP('host', 5025, { timeOut: 1 })
  }
  expectTypeOf(checks).toBeFunction()
  expectTypeOf<NonNullable<Options['onStateChange']>>().parameters.toEqualTypeOf<[State, State]>()
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
