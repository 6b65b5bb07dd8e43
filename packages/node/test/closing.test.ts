/** `close()` ends, whatever the peer and the other callers do. */
import { once } from 'node:events'
import { type AddressInfo, createServer } from 'node:net'
import { address } from '@sockio/core'
import { expect, it } from 'vitest'
import { Connection } from '../src/index.ts'
import { rig, run } from './rig.ts'

const closed = (connection: Connection) => new Promise<void>((resolve) => connection.close(resolve))

it('ends though the peer never says goodbye, and though a call opens the link again meanwhile', async () => {
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    socket.on('error', () => {})
    socket.on('data', () => socket.write('x\n'))
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const connection = new Connection(address('127.0.0.1', (server.address() as AddressInfo).port), {})
  await run(connection, connection.operations.query('a'))
  const first = closed(connection)
  const query = run(connection, connection.operations.query('b'))
  await first
  expect(await query).toBe('x')
  expect(connection.connectionCounter).toBe(2)
  await closed(connection)
  expect(connection.state).toBe('idle')
  server.close()
})

it('ends twice, at the same time and again', async () => {
  await using it = await rig({ '*IDN?': 'ACME' })
  await run(it.connection, it.connection.operations.query('*IDN?'))
  await Promise.all([closed(it.connection), closed(it.connection)])
  await closed(it.connection)
  expect(it.connection.state).toBe('idle')
})

it('is over only when the socket is gone', async () => {
  await using it = await rig({ '*IDN?': 'ACME' })
  await run(it.connection, it.connection.operations.query('*IDN?'))
  const before = process.getActiveResourcesInfo().filter((name) => name === 'TCPSocketWrap').length
  await closed(it.connection)
  await it.device.disconnected()
  expect(process.getActiveResourcesInfo().filter((name) => name === 'TCPSocketWrap').length).toBeLessThan(before)
})
