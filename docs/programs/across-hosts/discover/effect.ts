import { Instruments, Tcp } from '@sockio/effect'
import { discover } from '@sockio/hub/nats'
import { Console, Effect } from 'effect'

const lab = { servers: 'nats://127.0.0.1:4222', prefix: 'lab' }
const identity = Tcp.use((tcp) => tcp.query('*IDN?'))

const program = Effect.gen(function* () {
  for (const { name, url } of yield* Effect.tryPromise(() => discover(lab))) {
    const Instrument = Instruments.get(`${lab.servers}/lab/${name}`)
    yield* Console.log(name, url, yield* Effect.provide(identity, Instrument))
  }
})

const Laboratory = Instruments.layer({ timeout: '2 seconds' })
await Effect.runPromise(Effect.provide(program, Laboratory))
