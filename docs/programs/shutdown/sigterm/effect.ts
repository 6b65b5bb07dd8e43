import { NodeRuntime } from '@effect/platform-node'
import { poll, Tcp } from '@sockio/effect'
import { number } from '@sockio/instrument'
import { Console, Effect, Ref, Runtime, Stream } from 'effect'

const measurement = Effect.gen(function* () {
  const psu = yield* Tcp
  const count = yield* Ref.make(0)
  const off = psu.query('OUTP OFF;*OPC?').pipe(
    Effect.andThen(Ref.get(count)),
    Effect.flatMap((readings) =>
      Console.log(`the output is off, after ${readings} readings`),
    ),
    Effect.tapError((error) => Effect.logError(error.message)),
    Effect.orDie, // ends the program with 1
  )
  yield* Effect.acquireRelease(psu.command('OUTP ON'), () => off)
  yield* Console.log('measuring')
  yield* poll(psu, 'MEAS:VOLT?', '100 millis', { as: number() }).pipe(
    Stream.runForEach(() => Ref.update(count, (readings) => readings + 1)),
  )
}).pipe(
  Effect.scoped,
  Effect.provide(Tcp.layer({ host: 'supply.lab', port: 5025, timeout: '2 seconds' })),
)

// SIGTERM and SIGINT interrupt it, and what was acquired is released.
NodeRuntime.runMain(measurement, {
  teardown: (exit, done) =>
    Runtime.defaultTeardown(exit, (code) => done(code === 130 ? 0 : code)),
})
