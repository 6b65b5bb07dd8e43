import { type AnySockioError, Tcp } from '@sockio/effect'
import { number } from '@sockio/instrument'
import { Effect, ManagedRuntime } from 'effect'
import Fastify, { type FastifyReply } from 'fastify'

// One connection for all clients.
const runtime = ManagedRuntime.make(
  Tcp.layer({ host: 'scope.lab', port: 5025, timeout: '2 seconds' }),
)
const app = Fastify()

/** Runs for one client, which interrupts when it hangs up; what fails gets a status. */
function answer(reply: FastifyReply, volts: Effect.Effect<number, AnySockioError, Tcp>) {
  const gone = new AbortController()
  reply.raw.once('close', () => gone.abort())
  const answered = volts.pipe(
    Effect.map((volts) => ({ volts })),
    Effect.catch(({ _tag, code, message }) =>
      Effect.sync(() => {
        reply.code(_tag === 'TimeoutError' ? 504 : 502)
        return { code, message }
      }),
    ),
  )
  return runtime.runPromise(answered, { signal: gone.signal })
}

const voltage = Tcp.use((tcp) => tcp.query('MEAS:VOLT?', { as: number() }))
const setScale = (volts: number) =>
  Tcp.use((tcp) => tcp.query(`CHAN1:SCAL ${volts};:CHAN1:SCAL?`, { as: number() }))

app.get('/voltage', (_request, reply) => answer(reply, voltage))

const body = {
  type: 'object',
  required: ['volts'],
  properties: { volts: { type: 'number', minimum: 0.001, maximum: 10 } },
}
app.put<{ Body: { volts: number } }>('/scale', { schema: { body } }, ({ body }, reply) =>
  answer(reply, setScale(body.volts)),
)

app.addHook('onClose', () => runtime.dispose())
process.once('SIGTERM', () => app.close())
console.log(
  'listening on',
  await app.listen({ host: '127.0.0.1', port: Number(process.env.PORT ?? 3000) }),
)
