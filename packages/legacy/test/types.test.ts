/** The types that users see; checked by the compiler, and never run. */
import type { EventEmitter } from 'node:events'
import { expectTypeOf, test } from 'vitest'
import type {
  AnySockioError,
  Batches,
  BlocksOptions,
  BytesOptions,
  Callback,
  CallOptions,
  Decoder,
  Done,
  Lines,
  LinesOptions,
  Options,
  Readings,
  ReconnectPolicy,
  Session,
  SocketEvents,
  State,
  TransactionOptions,
} from '../src/index.ts'
import { poll, TCP } from '../src/index.ts'

declare const sock: TCP
declare const encoding: 'utf8' | 'latin1'
declare const volts: Decoder<number>

type Failure = AnySockioError | null

/** A callback that takes this value and no other. */
declare function gets<T>(): Callback<T>

test('replies are Buffers, or text where an encoding is given', () => {
  const checks = () => {
    sock.readLine((error, line) => {
      expectTypeOf(error).toEqualTypeOf<Failure>()
      expectTypeOf(line).toEqualTypeOf<Buffer>()
    })
    sock.readLine({ timeout: 1 }, (_error, line) => expectTypeOf(line).toEqualTypeOf<Buffer>())
    sock.readLine({ encoding: 'utf8' }, (_error, line) => expectTypeOf(line).toEqualTypeOf<string>())
    sock.readLine({ encoding, timeout: 1 }, (_error, line) => expectTypeOf(line).toEqualTypeOf<string>())
    sock.readLines(2, (_error, lines) => expectTypeOf(lines).toEqualTypeOf<Buffer[]>())
    sock.readLines(2, { encoding }, (_error, lines) => expectTypeOf(lines).toEqualTypeOf<string[]>())
    sock.read((_error, bytes) => expectTypeOf(bytes).toEqualTypeOf<Buffer>())
    sock.read(5, (_error, bytes) => expectTypeOf(bytes).toEqualTypeOf<Buffer>())
    sock.read(undefined, { encoding }, (_error, text) => expectTypeOf(text).toEqualTypeOf<string>())
    sock.readExactly(2, gets<Buffer>())
    sock.readUntil(';', { encoding }, gets<string>())
    sock.readBlock(gets<Buffer>())
    sock.write('W\n', gets<void>())
    sock.writeLines(['W\n'], { timeout: 5 }, gets<void>())
    sock.writeRead('Q\n', 3, gets<Buffer>())
    sock.writeRead('Q\n', gets<Buffer>())
    sock.writeReadLine('Q\n', gets<Buffer>())
    sock.writeReadLine('Q\n', { encoding }, gets<string>())
    sock.writeReadLines('Q\n', 2, { encoding }, gets<string[]>())
    sock.writeLinesReadLines(['Q\n'], gets<Buffer[]>())
    sock.writeLinesReadLines(['Q\n'], 1, { encoding }, gets<string[]>())
    sock.writeReadBlock('Q\n', gets<Buffer>())
    sock.exchange('Q\n', { exactly: 3 }, gets<Buffer>())
    sock.exchange(undefined, { exactly: 3 }, { encoding }, gets<string>())
    sock.query('Q', gets<string>())
    sock.query('Q', { as: volts }, gets<number>())
    sock.query('Q', { as: volts, timeout: 5 }, (_error, value) => expectTypeOf(value).toEqualTypeOf<number>())
    sock.readBlock({ as: volts }, gets<number>())
    sock.exchange('Q', { line: true }, { as: volts }, gets<number>())
    // @ts-expect-error: it gives a number
    sock.query('Q', { as: volts }, gets<string>())
    expectTypeOf(sock.lines({ as: volts })).toEqualTypeOf<Lines<number>>()
    expectTypeOf(poll(sock, 'Q', 100)).toEqualTypeOf<Readings<string>>()
    expectTypeOf(poll(sock, 'Q', 100, { as: volts })).toEqualTypeOf<Readings<number>>()
    poll(sock, 'Q', 100, { as: volts }).on('data', (value) => expectTypeOf(value).toEqualTypeOf<number>())
    sock.query('Q', { timeout: 5 }, (error, reply) => {
      if (error) expectTypeOf(error).toEqualTypeOf<AnySockioError>()
      else expectTypeOf(reply).toEqualTypeOf<string>()
    })
    sock.open((error) => expectTypeOf(error).toEqualTypeOf<Failure>())
    sock.close(() => {})
    sock.query('Q') // nobody asks for the reply: it is read all the same
    expectTypeOf(sock.query('Q')).toEqualTypeOf<void>()
    expectTypeOf(sock.readBuffer()).toEqualTypeOf<Buffer>()
    const bytes: Callback<Buffer> = () => {}
    // @ts-expect-error: an encoding gives text
    sock.readLine({ encoding }, bytes)
    // @ts-expect-error: the callback comes last
    sock.query('Q', () => {}, { timeout: 5 })
  }
  expectTypeOf(checks).toBeFunction()
})

test('options that may have an encoding give either', () => {
  const checks = (of: CallOptions, ofLines: LinesOptions, ofBlocks: BlocksOptions) => {
    sock.readLine(of, (_error, line) => expectTypeOf(line).toEqualTypeOf<Buffer | string>())
    sock.read(3, of, gets<Buffer | string>())
    sock.readLines(2, of, gets<(Buffer | string)[]>())
    sock.readExactly(2, of, gets<Buffer | string>())
    sock.readUntil(';', of, gets<Buffer | string>())
    sock.readBlock(of, gets<Buffer | string>())
    sock.writeRead('Q\n', 3, of, gets<Buffer | string>())
    sock.writeReadLine('Q\n', of, gets<Buffer | string>())
    sock.writeReadLines('Q\n', 2, of, gets<(Buffer | string)[]>())
    sock.writeLinesReadLines(['Q\n'], 1, of, gets<(Buffer | string)[]>())
    sock.writeReadBlock('Q\n', of, gets<Buffer | string>())
    expectTypeOf(sock.lines(ofLines)).toEqualTypeOf<Lines<Buffer | string>>()
    expectTypeOf(sock.blocks(4, ofBlocks)).toEqualTypeOf<Lines<Buffer | string>>()
    const bytes: Callback<Buffer> = () => {}
    // @ts-expect-error: it may be text
    sock.readLine(of, bytes)
  }
  expectTypeOf(checks).toBeFunction()
})

test('events have their arguments', () => {
  const checks = () => {
    expectTypeOf(sock).toExtend<EventEmitter<SocketEvents>>()
    sock.on('line', (line) => expectTypeOf(line).toEqualTypeOf<string>())
    sock.once('close', (hadError, error) => {
      expectTypeOf(hadError).toEqualTypeOf<boolean>()
      expectTypeOf(error).toEqualTypeOf<Error | undefined>()
    })
    sock.on('reconnecting', ({ attempt, delay, error }) => {
      expectTypeOf([attempt, delay]).toEqualTypeOf<number[]>()
      expectTypeOf(error).toEqualTypeOf<Error>()
    })
    sock.on('error', (error) => expectTypeOf(error).toEqualTypeOf<Error>())
    sock.on('connect', () => {}).on('eof', () => {})
    // @ts-expect-error: no such event
    sock.on('data', () => {})
  }
  expectTypeOf(checks).toBeFunction()
})

test('streams have the rule of replies', () => {
  const checks = () => {
    expectTypeOf(sock.lines()).toEqualTypeOf<Lines<Buffer>>()
    expectTypeOf(sock.lines({ encoding })).toEqualTypeOf<Lines<string>>()
    expectTypeOf(sock.blocks(4)).toEqualTypeOf<Lines<Buffer>>()
    expectTypeOf(sock.blocks(';', { encoding })).toEqualTypeOf<Lines<string>>()
    expectTypeOf(sock.lines().batches()).toEqualTypeOf<Batches<Buffer>>()
    sock
      .lines({ encoding })
      .batches()
      .on('data', (lines) => expectTypeOf(lines).toEqualTypeOf<string[]>())
    sock.lines({ encoding }).on('data', (line) => expectTypeOf(line).toEqualTypeOf<string>())
    sock.lines().on('data', (line) => expectTypeOf(line).toEqualTypeOf<Buffer>())
    sock.lines().on('error', (error) => expectTypeOf(error).toEqualTypeOf<AnySockioError>())
    // @ts-expect-error: blocks have no end of line
    sock.blocks(4, { eol: ';' })
  }
  expectTypeOf(checks).toBeFunction()
})

test('a transaction returns, or calls done', () => {
  const checks = () => {
    sock.transaction(
      (session) => session.query('Q'),
      () => {},
    )
    sock.transaction(
      () => 1,
      (error, value) => {
        expectTypeOf(error).toEqualTypeOf<unknown>()
        expectTypeOf(value).toEqualTypeOf<number>()
      },
    )
    sock.transaction(
      async () => 'x',
      { timeout: 5 },
      (_error, value) => expectTypeOf(value).toEqualTypeOf<string>(),
    )
    sock.transaction<string>(
      (session, done) => {
        expectTypeOf(session).toEqualTypeOf<Session>()
        expectTypeOf(done).toEqualTypeOf<Done<string>>()
        session.query('Q', done)
      },
      (_error, value) => expectTypeOf(value).toEqualTypeOf<string>(),
    )
    // @ts-expect-error: a transaction is not sent again
    sock.transaction(() => 1, { retries: 1 })
  }
  expectTypeOf(checks).toBeFunction()
})

test('options and arguments are checked', () => {
  const checks = () => {
    new TCP('host', 5025, { timeout: 1, reconnect: (attempt, error) => (error.message === '' ? attempt : false) })
    new TCP('host', 5025, { tls: { ca: 'pem' }, onConnectionMade: (session, done) => session.query('*IDN?', done) })
    new TCP('host', 5025, { onConnectionMade: (session) => session.write('*CLS\n') })
    expectTypeOf(TCP('host', 5025)).toEqualTypeOf<TCP>()
    class Scope extends TCP {}
    expectTypeOf(new Scope('host', 5025)).toExtend<TCP>()
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
