import { number } from '@sockio/instrument'
import { type Future, SockioError, TCP, TimeoutError } from '@sockio/sio'
import Fastify, { type FastifyReply } from 'fastify'

// Futures: a call that blocks would hold up all clients.
const scope = new TCP('scope.lab', 5025, { timeout: 2000, resolveFutures: false })
const app = Fastify()

/** A client that hangs up cancels; one that has its answer has nothing to cancel. */
function wanted<T>(future: Future<T>, reply: Pick<FastifyReply, 'raw'>): Future<T> {
  reply.raw.once('close', () => future.cancel())
  return future
}

app.get('/voltage', async (_request, reply) => ({
  volts: await wanted(scope.query('MEAS:VOLT?', { as: number() }), reply),
}))

const body = {
  type: 'object',
  required: ['volts'],
  properties: { volts: { type: 'number', minimum: 0.001, maximum: 10 } },
}
app.put<{ Body: { volts: number } }>(
  '/scale',
  { schema: { body } },
  async ({ body }, reply) => {
    const request = `CHAN1:SCAL ${body.volts};:CHAN1:SCAL?`
    return { volts: await wanted(scope.query(request, { as: number() }), reply) }
  },
)

app.setErrorHandler((error, _request, reply) => {
  if (!(error instanceof SockioError)) return reply.send(error)
  return reply
    .code(error instanceof TimeoutError ? 504 : 502)
    .send({ code: error.code, message: error.message })
})

app.addHook('onClose', async () => scope.close())
process.once('SIGTERM', () => app.close())
console.log(
  'listening on',
  await app.listen({ host: '127.0.0.1', port: Number(process.env.PORT ?? 3000) }),
)
