/** Where a proxy listens. */
import { once } from 'node:events'
import type { Server } from 'node:net'

/** Has it listen there; the port, which for 0 the system chooses. */
export async function listening(server: Server, host: string, port: number): Promise<number> {
  server.listen(port, host)
  await once(server, 'listening')
  const address = server.address()
  return typeof address === 'object' && address !== null ? address.port : port
}
