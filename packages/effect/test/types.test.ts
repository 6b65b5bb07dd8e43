/** What the types promise: error channels that are exact, and values that follow the options. */
import { type Config, Context, Effect, type Layer, Schedule, type Scope, Stream } from 'effect'
import { expectTypeOf, test } from 'vitest'
import {
  type AbortError,
  type AnySockioError,
  type BlockError,
  type BlocksOptions,
  type BytesOptions,
  type CallOptions,
  type ChunkOptions,
  type ConnectError,
  type DecodeError,
  type Decoder,
  type FramingError,
  Instruments,
  type InstrumentsOptions,
  type LimitOverrunError,
  type LineError,
  type Lines,
  type LinesOptions,
  type OpenError,
  type Options,
  type OverflowError,
  type ReadError,
  type ReconnectPolicy,
  type Session,
  type SessionError,
  type SockioError,
  type State,
  type StreamActiveError,
  socketForUrl,
  Tcp,
  type TcpShape,
  type TimeoutError,
  type TransactionError,
  type TransactionOptions,
  type WriteError,
} from '../src/index.ts'

declare const tcp: TcpShape
declare const signal: AbortSignal
declare const volts: Decoder<number>
declare const curve: Decoder<Int16Array>

class Settings extends Context.Service<Settings, { readonly scale: number }>()('test/Settings') {}
class Gain extends Context.Service<Gain, number>()('test/Gain') {}

// Nothing in here runs: the compiler is the test.
const types = (name: string, body: () => void) => test(name, () => expectTypeOf(body).toBeFunction())

types('the error channel is the union of what the call can end with', () => {
  expectTypeOf(tcp.query('?')).toEqualTypeOf<Effect.Effect<string, LineError>>()
  expectTypeOf(tcp.write('x')).toEqualTypeOf<Effect.Effect<void, WriteError>>()
  expectTypeOf(tcp.writeLines(['x'])).toEqualTypeOf<Effect.Effect<void, WriteError>>()
  expectTypeOf(tcp.read()).toEqualTypeOf<Effect.Effect<Buffer, ReadError>>()
  expectTypeOf(tcp.readExactly(3)).toEqualTypeOf<Effect.Effect<Buffer, ReadError>>()
  expectTypeOf(tcp.writeRead('?', 3)).toEqualTypeOf<Effect.Effect<Buffer, ReadError>>()
  expectTypeOf(tcp.readLine()).toEqualTypeOf<Effect.Effect<Buffer, LineError>>()
  expectTypeOf(tcp.readLines(2)).toEqualTypeOf<Effect.Effect<Buffer[], LineError>>()
  expectTypeOf(tcp.readUntil(';')).toEqualTypeOf<Effect.Effect<Buffer, LineError>>()
  expectTypeOf(tcp.writeReadLine('?')).toEqualTypeOf<Effect.Effect<Buffer, LineError>>()
  expectTypeOf(tcp.writeReadLines('?', 2)).toEqualTypeOf<Effect.Effect<Buffer[], LineError>>()
  expectTypeOf(tcp.writeLinesReadLines(['?'])).toEqualTypeOf<Effect.Effect<Buffer[], LineError>>()
  expectTypeOf(tcp.readBlock()).toEqualTypeOf<Effect.Effect<Buffer, BlockError>>()
  expectTypeOf(tcp.writeReadBlock('?')).toEqualTypeOf<Effect.Effect<Buffer, BlockError>>()
  expectTypeOf(tcp.exchange('?', { exactly: 3 })).toEqualTypeOf<Effect.Effect<Buffer, BlockError>>()
  expectTypeOf(tcp.open()).toEqualTypeOf<Effect.Effect<void, OpenError>>()
  expectTypeOf(tcp.close()).toEqualTypeOf<Effect.Effect<void>>()
  expectTypeOf(tcp.readBuffer()).toEqualTypeOf<Effect.Effect<Buffer>>()
  expectTypeOf(tcp.state).toEqualTypeOf<Effect.Effect<State>>()
})

types('a signal adds AbortError, and nothing else does', () => {
  expectTypeOf(tcp.query('?', { signal })).toEqualTypeOf<Effect.Effect<string, LineError | AbortError>>()
  expectTypeOf(tcp.write('x', { signal, timeout: 5 })).toEqualTypeOf<Effect.Effect<void, WriteError | AbortError>>()
  expectTypeOf(tcp.open({ signal })).toEqualTypeOf<Effect.Effect<void, OpenError | AbortError>>()
  expectTypeOf(tcp.query('?', { timeout: 5, retries: 2 })).toEqualTypeOf<Effect.Effect<string, LineError>>()
  const perhaps: CallOptions = {}
  expectTypeOf(tcp.query('?', perhaps)).toEqualTypeOf<Effect.Effect<string, LineError | AbortError>>()
})

types('an encoding gives text', () => {
  expectTypeOf(tcp.readLine({ encoding: 'utf8' })).toEqualTypeOf<Effect.Effect<string, LineError>>()
  expectTypeOf(tcp.readLines(2, { encoding: 'latin1' })).toEqualTypeOf<Effect.Effect<string[], LineError>>()
  expectTypeOf(tcp.read(undefined, { encoding: 'utf8' })).toEqualTypeOf<Effect.Effect<string, ReadError>>()
  const perhaps: CallOptions = {}
  expectTypeOf(tcp.readLine(perhaps)).toEqualTypeOf<Effect.Effect<Buffer | string, LineError | AbortError>>()
  // @ts-expect-error no such encoding
  tcp.readLine({ encoding: 'klingon' })
  // @ts-expect-error no such option
  tcp.query('?', { timeoutMs: 5 })
})

types('a decoder says what a call gives, and adds DecodeError, and nothing else does', () => {
  type Undecoded = LineError | DecodeError | FramingError
  expectTypeOf(tcp.query('?', { as: volts })).toEqualTypeOf<Effect.Effect<number, Undecoded>>()
  expectTypeOf(tcp.query('?', { as: curve, timeout: '1 second' })).toEqualTypeOf<Effect.Effect<Int16Array, Undecoded>>()
  expectTypeOf(tcp.readLine({ as: volts })).toEqualTypeOf<Effect.Effect<number, Undecoded>>()
  expectTypeOf(tcp.writeReadLine('?', { as: volts, encoding: 'utf8' })).toEqualTypeOf<
    Effect.Effect<number, Undecoded>
  >()
  expectTypeOf(tcp.readBlock({ as: curve })).toEqualTypeOf<Effect.Effect<Int16Array, BlockError | DecodeError>>()
  expectTypeOf(tcp.writeReadBlock('?', { as: curve })).toEqualTypeOf<
    Effect.Effect<Int16Array, BlockError | DecodeError>
  >()
  expectTypeOf(tcp.exchange('?', { until: ';' }, { as: volts })).toEqualTypeOf<
    Effect.Effect<number, BlockError | DecodeError>
  >()
  expectTypeOf(tcp.lines({ as: volts })).toEqualTypeOf<Lines<number, LineError | DecodeError>>()
  expectTypeOf(tcp.query('?', { as: volts }).pipe(Effect.catchTag('DecodeError', ({ at }) => Effect.succeed(at))))
    // without the tag that was caught
    .toEqualTypeOf<Effect.Effect<number, LineError | FramingError>>()
  // @ts-expect-error without a decoder a query can't end with it
  tcp.query('?').pipe(Effect.catchTag('DecodeError', () => Effect.void))
  // @ts-expect-error what is written is no value
  tcp.write('x', { as: volts })
  // @ts-expect-error no decoder
  tcp.query('?', { as: Number })
})

types('catchTag picks an error apart and takes it out of the channel', () => {
  const caught = tcp.query('?').pipe(
    Effect.catchTag('TimeoutError', (error) => {
      expectTypeOf(error).toEqualTypeOf<TimeoutError>()
      expectTypeOf(error.sent).toEqualTypeOf<'no' | 'maybe' | 'yes'>()
      expectTypeOf(error.partial).toEqualTypeOf<Uint8Array<ArrayBufferLike> | undefined>()
      expectTypeOf<(typeof error)['code']>().toEqualTypeOf<'SOCKIO_TIMEOUT'>()
      return Effect.succeed(0)
    }),
  )
  expectTypeOf(caught).toEqualTypeOf<Effect.Effect<string | number, Exclude<LineError, TimeoutError>>>()
  // @ts-expect-error a query can't end with it
  tcp.query('?').pipe(Effect.catchTag('FramingError', () => Effect.void))
  // @ts-expect-error nor with this, without a signal
  tcp.query('?').pipe(Effect.catchTag('AbortError', () => Effect.void))
  const several = tcp.write('x').pipe(Effect.catchTag(['ConnectError', 'ConnectTimeoutError'], Effect.succeed))
  expectTypeOf<ConnectError>().toExtend<Effect.Success<typeof several>>()
})

types('streams', () => {
  expectTypeOf(tcp.lines()).toEqualTypeOf<Lines<Buffer, LineError>>()
  expectTypeOf(tcp.lines()).toExtend<Stream.Stream<Buffer, LineError>>()
  expectTypeOf(tcp.lines({ encoding: 'utf8', reconnect: true })).toEqualTypeOf<Lines<string, LineError>>()
  expectTypeOf(tcp.lines({ overflow: 'latest' })).toEqualTypeOf<Lines<Buffer, LineError>>()
  expectTypeOf(tcp.lines({ overflow: 'error' })).toEqualTypeOf<Lines<Buffer, LineError | OverflowError>>()
  expectTypeOf(tcp.lines({ signal })).toEqualTypeOf<Lines<Buffer, LineError | AbortError>>()
  expectTypeOf(tcp.lines({ chunkSize: 64 })).toEqualTypeOf<Lines<Buffer, LineError>>()
  expectTypeOf(tcp.blocks(512)).toEqualTypeOf<Lines<Buffer, ReadError>>()
  expectTypeOf(tcp.blocks(';', { encoding: 'ascii' })).toEqualTypeOf<Lines<string, LineError>>()
  const batches = tcp.lines({ encoding: 'utf8', overflow: 'error' }).batches()
  expectTypeOf(batches).toEqualTypeOf<Stream.Stream<readonly [string, ...string[]], LineError | OverflowError>>()
  expectTypeOf(tcp.lines().dropped).toEqualTypeOf<Effect.Effect<number>>()
  const piped = tcp.lines({ encoding: 'utf8' }).pipe(Stream.map(Number), Stream.runCollect)
  expectTypeOf(piped).toEqualTypeOf<Effect.Effect<number[], LineError>>()
})

types('a transaction has the errors and services of its effect, and its own', () => {
  const run = tcp.transaction((session) => {
    expectTypeOf(session).toEqualTypeOf<Session>()
    expectTypeOf(session.query('?')).toEqualTypeOf<Effect.Effect<string, SessionError | LimitOverrunError>>()
    expectTypeOf(session.readBlock()).toEqualTypeOf<
      Effect.Effect<Buffer, SessionError | LimitOverrunError | FramingError>
    >()
    return Effect.flatMap(Gain, (gain) => (gain > 1 ? Effect.fail('overload' as const) : Effect.succeed(gain)))
  })
  expectTypeOf(run).toEqualTypeOf<Effect.Effect<number, 'overload' | TransactionError, Gain>>()
  expectTypeOf<StreamActiveError>().toExtend<TransactionError>()
  // @ts-expect-error it must be an effect
  tcp.transaction(async (session) => session)
})

types('layers need what their hooks need', () => {
  const where = { host: 'h', port: 1 }
  expectTypeOf(Tcp.layer(where)).toEqualTypeOf<Layer.Layer<Tcp>>()
  expectTypeOf(Tcp.layerUrl('tcp://h:1')).toEqualTypeOf<Layer.Layer<Tcp>>()
  expectTypeOf(Tcp.layerConfig()).toEqualTypeOf<Layer.Layer<Tcp, Config.ConfigError>>()
  expectTypeOf(Tcp.make('h', 1)).toEqualTypeOf<Effect.Effect<TcpShape, never, Scope.Scope>>()
  expectTypeOf(socketForUrl('tcp://h:1')).toEqualTypeOf<Effect.Effect<TcpShape, never, Scope.Scope>>()
  const onConnectionMade = (session: Session) =>
    Effect.flatMap(Settings, ({ scale }) => session.write(`SCAL ${scale}\n`))
  expectTypeOf(Tcp.layer({ ...where, onConnectionMade })).toEqualTypeOf<Layer.Layer<Tcp, never, Settings>>()
  expectTypeOf(Tcp.layerConfig(Tcp.config('DMM'), { onConnectionMade })).toEqualTypeOf<
    Layer.Layer<Tcp, Config.ConfigError, Settings>
  >()
  expectTypeOf(Tcp.make('h', 1, { onConnectionMade })).toEqualTypeOf<
    Effect.Effect<TcpShape, never, Settings | Scope.Scope>
  >()
  expectTypeOf(Instruments.layer({ onConnectionMade })).toEqualTypeOf<Layer.Layer<Instruments, never, Settings>>()
  expectTypeOf(Instruments.get('tcp://h:1')).toEqualTypeOf<Layer.Layer<Tcp, never, Instruments>>()
  // @ts-expect-error the hook must be an effect
  Tcp.layer({ ...where, onConnectionMade: async () => undefined })
})

types('schedules, policies and functions drive reconnection', () => {
  const where = { host: 'h', port: 1 }
  const typed = Schedule.exponential('1 second').pipe(
    Schedule.setInputType<Error>(),
    Schedule.while(({ input }) => input.name !== 'InitError'),
  )
  Tcp.layer({ ...where, reconnect: typed })
  Tcp.layer({ ...where, reconnect: { retries: Number.POSITIVE_INFINITY } })
  Tcp.layer({ ...where, reconnect: (attempt, error) => error.name !== 'InitError' && attempt * 100 })
  const ofNumbers = Schedule.forever.pipe(Schedule.setInputType<number>())
  // @ts-expect-error its input is an error
  Tcp.layer({ ...where, reconnect: ofNumbers })
})

types('SockioError is the union, and a schema of it', () => {
  expectTypeOf<SockioError>().toEqualTypeOf<AnySockioError>()
  const narrow = (error: AnySockioError) => {
    if (error._tag === 'ConnectError') expectTypeOf(error).toEqualTypeOf<ConnectError>()
    if (error.code === 'SOCKIO_TIMEOUT') expectTypeOf(error).toEqualTypeOf<TimeoutError>()
  }
  expectTypeOf(narrow).toBeFunction()
})

/** All fields there, and undefined. */
type Absent<O> = { readonly [K in keyof O]: undefined }

types('an option may be there and undefined', () => {
  expectTypeOf<Absent<Options>>().toExtend<Options>()
  expectTypeOf<Absent<CallOptions>>().toExtend<CallOptions>()
  expectTypeOf<Absent<BytesOptions>>().toExtend<BytesOptions>()
  expectTypeOf<Absent<LinesOptions>>().toExtend<LinesOptions>()
  expectTypeOf<Absent<BlocksOptions>>().toExtend<BlocksOptions>()
  expectTypeOf<Absent<TransactionOptions>>().toExtend<TransactionOptions>()
  expectTypeOf<Absent<ReconnectPolicy>>().toExtend<ReconnectPolicy>()
  expectTypeOf<Absent<InstrumentsOptions>>().toExtend<InstrumentsOptions>()
  expectTypeOf<Absent<ChunkOptions>>().toExtend<ChunkOptions>()
  expectTypeOf(tcp.readLine({ encoding: undefined, signal: undefined })).toEqualTypeOf<
    Effect.Effect<Buffer, LineError>
  >()
})
