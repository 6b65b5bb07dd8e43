import { Tcp } from '@sockio/effect'
import { Console, Effect } from 'effect'

const program = Tcp.use((tcp) => tcp.query('*OPC?'))

const Oscilloscope = Tcp.layer({
  host: 'scope.lab',
  port: 5025,
  timeout: '2 seconds',
  onWire: ({ direction, bytes }) =>
    Console.log(direction, JSON.stringify(Buffer.from(bytes).toString('latin1'))),
})
await Effect.runPromise(Effect.provide(program, Oscilloscope))
