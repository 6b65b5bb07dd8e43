import { number } from '@sockio/instrument'
import { SockioError, TCP, TimeoutError } from '@sockio/legacy'
import Fastify, { type FastifyReply } from 'fastify'

const scope = new TCP('scope.lab', 5025, { timeout: 2000 }) // one connection for all clients
const app = Fastify()

/** Asks for one client, which aborts when it hangs up. */
function answer(reply: FastifyReply, request: string) {
  const gone = new AbortController()
  reply.raw.once('close', () => gone.abort())
  scope.query(request, { as: number(), signal: gone.signal }, (err, volts) =>
    reply.send(err ?? { volts }),
  )
}

app.get('/voltage', (_request, reply) => answer(reply, 'MEAS:VOLT?'))

const body = {
  type: 'object',
  required: ['volts'],
  properties: { volts: { type: 'number', minimum: 0.001, maximum: 10 } },
}
app.put<{ Body: { volts: number } }>('/scale', { schema: { body } }, ({ body }, reply) =>
  answer(reply, `CHAN1:SCAL ${body.volts};:CHAN1:SCAL?`),
)

app.setErrorHandler((error, _request, reply) => {
  if (!(error instanceof SockioError)) return reply.send(error)
  return reply
    .code(error instanceof TimeoutError ? 504 : 502)
    .send({ code: error.code, message: error.message })
})

app.addHook('onClose', (_app, done) => scope.close(() => done()))
process.once('SIGTERM', () => app.close(() => undefined))
app.listen(
  { host: '127.0.0.1', port: Number(process.env.PORT ?? 3000) },
  (err, address) => {
    if (err) throw err
    console.log('listening on', address)
  },
)
