import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { NodeHttpServer, NodeRuntime } from '@effect/platform-node'
import { poll, Tcp } from '@sockio/effect'
import { number } from '@sockio/instrument'
import { Console, Effect, Layer, Runtime, Stream } from 'effect'
import { HttpRouter, HttpServer, HttpServerResponse } from 'effect/http'
import { gap, HEARTBEAT, headers, heartbeat, reading } from './events.ts'

const Events = HttpRouter.use(
  Effect.fnUntraced(function* (router) {
    const scope = yield* Tcp
    let id = 0
    const pause = Effect.sleep('1 second')
    /** One poll for all browsers, as long as there are any; one that comes later has the latest at once. */
    const events = yield* poll(scope, 'MEAS:VOLT?', '100 millis', { as: number() }).pipe(
      Stream.map((volts) => reading(++id, volts)),
      Stream.catch((error) =>
        Stream.concat(
          Stream.succeed(gap(error.message)),
          Stream.drain(Stream.fromEffect(pause)),
        ),
      ),
      Stream.forever,
      Stream.share({ capacity: 16, strategy: 'sliding', replay: 1 }), // a browser that does not read misses some
    )
    const heartbeats = Stream.map(Stream.tick(HEARTBEAT), () => heartbeat)
    const body = Stream.encodeText(Stream.merge(events, heartbeats))
    yield* router.add('GET', '/events', HttpServerResponse.stream(body, { headers }))
  }),
)

const page = readFileSync('page.html', 'utf8')
const Page = HttpRouter.add('GET', '/', HttpServerResponse.html(page))

const Listening = Layer.effectDiscard(
  HttpServer.addressFormattedWith((address) => Console.log('listening on', address)),
)

const Dashboard = HttpRouter.serve(Layer.merge(Events, Page), {
  disableLogger: true,
  disableListenLog: true,
}).pipe(
  Layer.merge(Listening),
  Layer.provide(Tcp.layer({ host: 'scope.lab', port: 5025, timeout: '2 seconds' })),
  Layer.provide(
    NodeHttpServer.layer(() => createServer(), {
      host: '127.0.0.1',
      port: Number(process.env.PORT ?? 3000),
      gracefulShutdownTimeout: 0, // events never end by themselves
    }),
  ),
)

// SIGTERM interrupts it.
NodeRuntime.runMain(Layer.launch(Dashboard), {
  teardown: (exit, done) =>
    Runtime.defaultTeardown(exit, (code) => done(code === 130 ? 0 : code)),
})
