import { number } from '@sockio/instrument'
import { SockioError, TCP, TimeoutError } from '@sockio/rx'
import Fastify, { type FastifyReply } from 'fastify'
import { lastValueFrom, map, type Observable } from 'rxjs'

const scope = new TCP('scope.lab', 5025, { timeout: 2000 }) // one connection for all clients
const app = Fastify()

/** Answers with what comes; a client that hangs up unsubscribes, and that cancels. */
function answer(reply: FastifyReply, volts$: Observable<number>): void {
  const subscription = volts$.pipe(map((volts) => ({ volts }))).subscribe({
    next: (value) => reply.send(value),
    error: (error) => reply.send(error),
  })
  reply.raw.once('close', () => subscription.unsubscribe())
}

app.get('/voltage', (_request, reply) =>
  answer(reply, scope.query('MEAS:VOLT?', { as: number() })),
)

const body = {
  type: 'object',
  required: ['volts'],
  properties: { volts: { type: 'number', minimum: 0.001, maximum: 10 } },
}
app.put<{ Body: { volts: number } }>('/scale', { schema: { body } }, ({ body }, reply) =>
  answer(reply, scope.query(`CHAN1:SCAL ${body.volts};:CHAN1:SCAL?`, { as: number() })),
)

app.setErrorHandler((error, _request, reply) => {
  if (!(error instanceof SockioError)) return reply.send(error)
  return reply
    .code(error instanceof TimeoutError ? 504 : 502)
    .send({ code: error.code, message: error.message })
})

app.addHook('onClose', () => lastValueFrom(scope.close()))
process.once('SIGTERM', () => app.close())
console.log(
  'listening on',
  await app.listen({ host: '127.0.0.1', port: Number(process.env.PORT ?? 3000) }),
)
