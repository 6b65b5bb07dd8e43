import { SockioError, TCP, TimeoutError } from '@sockio/aio'
import { number } from '@sockio/instrument'
import Fastify, { type FastifyReply } from 'fastify'

const scope = new TCP('scope.lab', 5025, { timeout: 2000 }) // one connection for all clients
const app = Fastify()

/** Aborted when the client hangs up; also when it has its answer, and then there is nothing to abort. */
function gone(reply: Pick<FastifyReply, 'raw'>): AbortSignal {
  const controller = new AbortController()
  reply.raw.once('close', () => controller.abort())
  return controller.signal
}

app.get('/voltage', async (_request, reply) => ({
  volts: await scope.query('MEAS:VOLT?', { as: number(), signal: gone(reply) }),
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
    return { volts: await scope.query(request, { as: number(), signal: gone(reply) }) }
  },
)

app.setErrorHandler((error, _request, reply) => {
  if (!(error instanceof SockioError)) return reply.send(error)
  return reply
    .code(error instanceof TimeoutError ? 504 : 502)
    .send({ code: error.code, message: error.message })
})

app.addHook('onClose', () => scope.close())
process.once('SIGTERM', () => app.close())
console.log(
  'listening on',
  await app.listen({ host: '127.0.0.1', port: Number(process.env.PORT ?? 3000) }),
)
