/** The methods of a driver have the types of the flavour whose socket it is on, and take nothing else. */

import type { Readings } from '@sockio/aio'
import type { DecodeError, DriverError, InstrumentError, ReadError, SessionError } from '@sockio/effect'
import type * as legacy from '@sockio/legacy'
import type { Callback } from '@sockio/legacy'
import type { Readings as BlockingReadings, Future, FutureReadings } from '@sockio/sio'
import { type Duration, Effect, type Effect as EffectOf, type Stream } from 'effect'
import type { Observable } from 'rxjs'
import { expectTypeOf, it } from 'vitest'
import { type inEachFlavour, supply } from './drivers.ts'

type Flavours = ReturnType<typeof inEachFlavour>
type Points = { volts: number; amperes: number }[]

/** For the compiler. */
const never = (_run: (psu: Flavours) => unknown) => {}

it('in promises', () => {
  expectTypeOf<Flavours['aio']['voltage']['get']>().returns.toEqualTypeOf<Promise<number>>()
  expectTypeOf<Flavours['aio']['output']['get']>().returns.toEqualTypeOf<Promise<'off' | 'on'>>()
  expectTypeOf<Flavours['aio']['limits']['get']>().returns.resolves.toEqualTypeOf<{ low: number; high: number }>()
  expectTypeOf<Flavours['aio']['curve']['get']>().returns.resolves.toExtend<Float32Array>()
  expectTypeOf<Flavours['aio']['channel'][2]['scale']['set']>().parameter(0).toEqualTypeOf<number>()
  expectTypeOf<Flavours['aio']['sweep']>().returns.toEqualTypeOf<Promise<Points>>()
  expectTypeOf<Flavours['aio']['sweep']>().parameters.toEqualTypeOf<
    [from: number, to: number, step?: number | undefined]
  >()
  expectTypeOf<Flavours['aio']['move']>().parameters.toEqualTypeOf<[x: number, y?: number | undefined]>()
  expectTypeOf<Flavours['aio']['reset']>().parameters.toEqualTypeOf<[]>()
})

it('in Observables, values, futures', () => {
  expectTypeOf<Flavours['rx']['output']['get']>().returns.toEqualTypeOf<Observable<'off' | 'on'>>()
  expectTypeOf<Flavours['blocking']['output']['get']>().returns.toEqualTypeOf<'off' | 'on'>()
  expectTypeOf<Flavours['blocking']['sweep']>().returns.toEqualTypeOf<Points>()
  expectTypeOf<Flavours['futures']['voltage']['set']>().returns.toEqualTypeOf<Future<void>>()
})

it('in callbacks, which come last, also where arguments are left out', () => {
  type Legacy = Flavours['legacy']
  expectTypeOf<Legacy['voltage']['get']>().toBeCallableWith((error, volts) => {
    expectTypeOf(error).toEqualTypeOf<Error | null>()
    expectTypeOf(volts).toEqualTypeOf<number>()
  })
  expectTypeOf<Legacy['voltage']['get']>().toBeCallableWith({ timeout: 500 }, (_error, _volts) => {})
  expectTypeOf<Legacy['output']['set']>().toBeCallableWith('on', (_error) => {})
  expectTypeOf<Legacy['sweep']>().toBeCallableWith(1, 2, (_error, points) => {
    expectTypeOf(points).toEqualTypeOf<Points>()
  })
  expectTypeOf<Legacy['sweep']>().toBeCallableWith(1, 2, 0.5, (_error, _points) => {})
  expectTypeOf<Legacy['reset']>().parameter(0).toEqualTypeOf<Callback<void, Error> | undefined>()
})

it('in effects, with the errors that it can end with', () => {
  type Get = ReturnType<Flavours['effect']['output']['get']>
  expectTypeOf<Get>().toEqualTypeOf<EffectOf.Effect<'off' | 'on', DriverError<ReadError>>>()
  expectTypeOf<DecodeError>().toExtend<EffectOf.Error<Get>>()
  expectTypeOf<InstrumentError>().toExtend<EffectOf.Error<Get>>()
  expectTypeOf<EffectOf.Error<ReturnType<Flavours['session']['sweep']>>>().toEqualTypeOf<DriverError<SessionError>>()
  never(({ effect }) => {
    const caught = effect.voltage.set(1).pipe(Effect.catchTag('InstrumentError', (error) => Effect.succeed(error.text)))
    expectTypeOf<EffectOf.Error<typeof caught>>().toEqualTypeOf<Exclude<DriverError<ReadError>, InstrumentError>>()
    return caught
  })
})

it('in streams, of properties and readings', () => {
  type Words = 'off' | 'on'
  expectTypeOf<Flavours['aio']['current']['poll']>().toEqualTypeOf<(period: number) => Readings<number>>()
  expectTypeOf<Flavours['aio']['output']['poll']>().returns.toEqualTypeOf<Readings<Words>>()
  expectTypeOf<Flavours['aio']['channel'][2]['scale']['poll']>().returns.toEqualTypeOf<Readings<number>>()
  expectTypeOf<Flavours['rx']['output']['poll']>().returns.toEqualTypeOf<Observable<Words>>()
  expectTypeOf<Flavours['rx']['output']['changes']>().returns.toEqualTypeOf<Observable<Words>>()
  expectTypeOf<Flavours['rx']['current']['changes']>().returns.toEqualTypeOf<Observable<number>>()
  expectTypeOf<Flavours['legacy']['output']['poll']>().returns.toEqualTypeOf<legacy.Readings<Words>>()
  expectTypeOf<Flavours['blocking']['output']['poll']>().returns.toEqualTypeOf<BlockingReadings<Words>>()
  expectTypeOf<Flavours['futures']['output']['poll']>().returns.toEqualTypeOf<FutureReadings<Words>>()
  expectTypeOf<Flavours['effect']['output']['poll']>().toEqualTypeOf<
    (period: Duration.Input) => Stream.Stream<Words, DriverError<ReadError>>
  >()
  expectTypeOf<Flavours['session']['current']['poll']>().returns.toEqualTypeOf<
    Stream.Stream<number, DriverError<SessionError>>
  >()
})

it('what is wrong does not compile', () => {
  never(({ aio, rx, legacy, blocking, effect }) => {
    // @ts-expect-error: no such value
    void aio.output.set('up')
    // @ts-expect-error: a reading
    void aio.current.set(1)
    // @ts-expect-error: a number
    rx.voltage.set('5')
    // @ts-expect-error: an action has no values
    void aio.reset.poll
    // @ts-expect-error: only rx has it
    void aio.voltage.changes
    // @ts-expect-error: a record
    blocking.limits.set({ low: 1 })
    // @ts-expect-error: no such channel
    blocking.channel[3]
    // @ts-expect-error: a value is missing
    legacy.voltage.set((_error) => {})
    // @ts-expect-error: the arguments of the procedure
    effect.sweep('1', 2)
    // @ts-expect-error: a signal is nothing for an effect, which is interrupted
    effect.voltage.get({ signal: new AbortController().signal })
  })
  const polling = () =>
    supply.extend((psu) => ({
      *watch() {
        // @ts-expect-error: nothing is polled in a procedure
        psu.current.poll(100)
        return yield* psu.current.get()
      },
    }))
  // @ts-expect-error: no range of a word
  const word = () => supply.with({ output: { max: 1 } })
  // @ts-expect-error: no such member
  const other = () => supply.with({ power: { max: 1 } })
  // @ts-expect-error: no socket
  const socket = () => supply.on({ query: () => '' })
  expectTypeOf([polling, word, other, socket]).toBeArray()
})
