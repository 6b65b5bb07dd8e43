/** What the types promise. */
import { concatMap, from, map, type Observable, type OperatorFunction, of } from 'rxjs'
import { expectTypeOf, test } from 'vitest'
import {
  type Batches,
  type BlocksOptions,
  type BytesOptions,
  type CallOptions,
  type Decoder,
  type Lines,
  type LinesOptions,
  type LinkEvent,
  type Options,
  type PollOptions,
  poll,
  queryEach,
  type ReconnectPolicy,
  Session,
  type State,
  TCP,
  type TransactionOptions,
  usingSocket,
} from '../src/index.ts'

const volts: Decoder<number> = { decode: Number, describe: () => ({ kind: 'number' }) }
const sock = new TCP('10.0.0.7', 5025, {
  onConnectionMade: (session) => {
    expectTypeOf(session).toEqualTypeOf<Session>()
    return session.write('*CLS\n')
  },
})

test('bytes without an encoding, text with one', () => {
  expectTypeOf(sock.query('*IDN?')).toEqualTypeOf<Observable<string>>()
  expectTypeOf(sock.query('MEAS?', { as: volts })).toEqualTypeOf<Observable<number>>()
  expectTypeOf(sock.lines({ as: volts })).toEqualTypeOf<Lines<number>>()
  expectTypeOf(sock.read()).toEqualTypeOf<Observable<Buffer>>()
  expectTypeOf(sock.read(5, { timeout: 1 })).toEqualTypeOf<Observable<Buffer>>()
  expectTypeOf(sock.read(undefined, { encoding: 'utf8' })).toEqualTypeOf<Observable<string>>()
  expectTypeOf(sock.readLine({ encoding: 'utf8' })).toEqualTypeOf<Observable<string>>()
  expectTypeOf(sock.readLines(2)).toEqualTypeOf<Observable<Buffer[]>>()
  expectTypeOf(sock.writeReadLines('?\n', 2, { encoding: 'latin1' })).toEqualTypeOf<Observable<string[]>>()
  expectTypeOf(sock.writeLinesReadLines(['?\n'])).toEqualTypeOf<Observable<Buffer[]>>()
  expectTypeOf(sock.writeReadBlock('?\n')).toEqualTypeOf<Observable<Buffer>>()
  expectTypeOf(sock.exchange('?\n', { exactly: 3 })).toEqualTypeOf<Observable<Buffer>>()
  expectTypeOf(sock.write('x')).toEqualTypeOf<Observable<void>>()
  expectTypeOf(sock.open()).toEqualTypeOf<Observable<void>>()
  expectTypeOf(sock.close()).toEqualTypeOf<Observable<void>>()
})

test('options that may have an encoding give either', () => {
  const checks = (of: CallOptions, ofLines: LinesOptions, ofBlocks: BlocksOptions) => {
    expectTypeOf(sock.readLine(of)).toEqualTypeOf<Observable<Buffer | string>>()
    expectTypeOf(sock.writeRead('?', 3, of)).toEqualTypeOf<Observable<Buffer | string>>()
    expectTypeOf(sock.readLines(2, of)).toEqualTypeOf<Observable<(Buffer | string)[]>>()
    expectTypeOf(sock.lines(ofLines)).toExtend<Observable<Buffer | string>>()
    expectTypeOf(sock.blocks(4, ofBlocks)).toExtend<Observable<Buffer | string>>()
  }
  expectTypeOf(checks).toBeFunction()
})

test('instanceof tells what the calls give', () => {
  const known = (thing: unknown) => (thing instanceof Session ? thing : undefined)
  expectTypeOf(known).returns.toEqualTypeOf<Session | undefined>()
})

test('streams', () => {
  expectTypeOf(sock.lines()).toExtend<Observable<Buffer>>()
  expectTypeOf(sock.lines({ encoding: 'utf8', reconnect: true })).toExtend<Observable<string>>()
  expectTypeOf(sock.blocks(4).pipe(map((block) => block.length))).toEqualTypeOf<Observable<number>>()
  expectTypeOf(sock.blocks(';', { encoding: 'ascii' })).toExtend<Observable<string>>()
  expectTypeOf(sock.lines().batches()).toExtend<Observable<Buffer[]>>()
  expectTypeOf(sock.lines({ as: volts }).batches()).toEqualTypeOf<Batches<number>>()
  const sizes$ = sock
    .lines({ encoding: 'utf8' })
    .batches()
    .concatMap(async (lines) => lines.join('').length)
  expectTypeOf(sizes$).toEqualTypeOf<Observable<number>>()
  expectTypeOf(sock.lines().concatMap(async (line) => line.length)).toEqualTypeOf<Observable<number>>()
})

test('the link', () => {
  expectTypeOf(sock.state$).toEqualTypeOf<Observable<State>>()
  expectTypeOf(sock.connected$).toEqualTypeOf<Observable<boolean>>()
  expectTypeOf(sock.events$).toEqualTypeOf<Observable<LinkEvent>>()
  expectTypeOf<Extract<LinkEvent, { type: 'retry' }>['delay']>().toEqualTypeOf<number>()
  expectTypeOf(sock.state$).not.toHaveProperty('next')
})

test('what takes a function gives what it makes', () => {
  expectTypeOf(sock.transaction((session) => session.query('?').pipe(map(Number)))).toEqualTypeOf<Observable<number>>()
  expectTypeOf(sock.transaction(async () => 1)).toEqualTypeOf<Observable<number>>()
  // @ts-expect-error a transaction must tell when it is over
  sock.transaction(() => undefined)
  const used = usingSocket(
    () => sock,
    (own) => own.query('?').pipe(concatMap(() => of(true))),
  )
  expectTypeOf(used).toEqualTypeOf<Observable<boolean>>()
  expectTypeOf(poll(sock, '?', 10, { timeout: 5 })).toEqualTypeOf<Observable<string>>()
  expectTypeOf(poll(sock, (own) => own.readBlock(), 10)).toEqualTypeOf<Observable<Buffer>>()
  // @ts-expect-error the function has the options of its calls
  poll(sock, (own: TCP) => own.readBlock(), 10, { timeout: 5 })
  expectTypeOf(poll(sock, 'Q', 100, { as: volts })).toEqualTypeOf<Observable<number>>()
  expectTypeOf(queryEach(sock, { as: volts })).toEqualTypeOf<OperatorFunction<string, number>>()
  expectTypeOf(queryEach(sock)).toEqualTypeOf<OperatorFunction<string, string>>()
  expectTypeOf(from(['?']).pipe(queryEach(sock), map(Number))).toEqualTypeOf<Observable<number>>()
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
  expectTypeOf<Absent<PollOptions>>().toExtend<PollOptions>()
})
