/** What the page about hubs on several hosts has running: NATS at `127.0.0.1:4222`, and a hub that owns `psu1`. */
import { Hub } from '@sockio/hub'
import { joinNats } from '@sockio/hub/nats'
import { NatsServer } from '@sockio/integration'
import type { Bench } from './run-program.ts'

export const hubOnNats: NonNullable<Bench['around']> = async ({ device }) => {
  await using begun = new AsyncDisposableStack()
  const server = begun.use(await NatsServer.start())
  const network = await joinNats({ servers: server.url, prefix: 'lab' })
  const owner = Promise.withResolvers<void>()
  const serving = (line: string) => {
    if (line.endsWith(', owner')) owner.resolve()
  }
  begun.use(await Hub.start({ instruments: { psu1: { url: device.url } } }, { network, serving }))
  await owner.promise
  const running = begun.move()
  return {
    places: { '127.0.0.1:4222': { host: '127.0.0.1', port: server.port } },
    [Symbol.asyncDispose]: () => running.disposeAsync(),
  }
}
