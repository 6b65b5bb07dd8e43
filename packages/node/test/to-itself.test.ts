/** A connection that comes to itself, from the port it calls, is a refused attempt: what it is told is no reply. */
import dns from 'node:dns'
import { once } from 'node:events'
import { syncBuiltinESMExports } from 'node:module'
import net, { type AddressInfo, type TcpNetConnectOpts } from 'node:net'
import { address } from '@sockio/core'
import { afterEach, expect, it, vi } from 'vitest'
import { Connection } from '../src/index.ts'
import { run } from './rig.ts'

/** Has sockets take the port that they call for their own, as the system does now and then. */
function fromTheSamePort(): void {
  const { connect } = net
  const called = (where: TcpNetConnectOpts) => connect({ ...where, localPort: where.port })
  vi.spyOn(net, 'connect').mockImplementation(called as never)
  syncBuiltinESMExports()
}

function restore(): void {
  vi.restoreAllMocks()
  syncBuiltinESMExports()
}

afterEach(restore)

const close = (connection: Connection) => new Promise<void>((resolve) => connection.dispose(resolve))

it.each(['127.0.0.1', '::1', 'scope.lab'])('towards %s: ConnectError, and the port stays free', async (host) => {
  const ip = host === 'scope.lab' ? '127.0.0.1' : host
  const server = net.createServer((client) => client.on('data', (data) => client.write(`A${data}`)))
  await once(server.listen(0, ip), 'listening')
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  const lookup = (_name: string, _options: object, done: (error: null, all: object) => void) =>
    done(null, [{ address: '127.0.0.1', family: 4 }])
  const connection = new Connection(address(host, port), { timeout: 60_000 })
  fromTheSamePort()
  vi.spyOn(dns, 'lookup').mockImplementation(lookup as never)
  const error = await run(connection, connection.operations.query('Q1')).catch((thrown: unknown) => thrown)
  expect(error).toMatchObject({ code: 'SOCKIO_CONNECT', sent: 'no', cause: { code: 'ECONNREFUSED' } })
  expect(error).toHaveProperty('message', expect.stringContaining('nothing listens on that port'))
  expect(connection.connectionCounter).toBe(0)
  restore()
  await once(server.listen(port, ip), 'listening')
  vi.spyOn(dns, 'lookup').mockImplementation(lookup as never)
  expect(await run(connection, connection.operations.query('Q1'))).toBe('AQ1')
  await close(connection)
  server.close()
})
