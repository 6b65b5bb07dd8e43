/** Names with several addresses: the earlier attempts go on while later ones begin, and nothing of them is left. */
import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import dns from 'node:dns'
import { once } from 'node:events'
import { createServer, type Socket } from 'node:net'
import { address } from '@sockio/core'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { Connection, type ConnectOptions } from '../src/index.ts'
import { fullListener } from './full-listener.ts'
import { run } from './rig.ts'

let sockets: Socket[] = []
let made = (): void => undefined
const onSocket = (message: unknown) => {
  sockets.push((message as { socket: Socket }).socket)
  made()
}

beforeEach(() => {
  sockets = []
  made = () => undefined
})
afterEach(() => {
  unsubscribe('net.client.socket', onSocket)
  vi.restoreAllMocks()
})

/** Lets the name have these addresses, and begins to note the sockets that are made. */
function named(addresses: readonly string[], port: number, options: ConnectOptions<never> = {}): Connection {
  const all = addresses.map((ip) => ({ address: ip, family: ip.includes(':') ? 6 : 4 }))
  const lookup = (_name: string, _options: object, done: (error: null, all: object) => void) => done(null, all)
  vi.spyOn(dns, 'lookup').mockImplementation(lookup as never)
  subscribe('net.client.socket', onSocket)
  return new Connection(address('scope.lab', port), options)
}

/** Resolves when so many sockets were made. */
function socketsMade(n: number): Promise<void> {
  return new Promise((resolve) => {
    made = () => sockets.length >= n && resolve()
    made()
  })
}

const close = (connection: Connection) => new Promise<void>((resolve) => connection.dispose(resolve))
const allGone = () => sockets.every((socket) => socket.closed)

it('the first address answers late, the second refuses: the first is waited for', async () => {
  await using listener = await fullListener()
  const connection = named(['127.0.0.2', '127.0.0.3'], listener.port, { connectionTimeout: 60_000 })
  const reply = run(connection, connection.operations.query('Q1'))
  await socketsMade(2)
  await new Promise((resolve) => (sockets[1]?.closed ? resolve(true) : sockets[1]?.once('close', resolve)))
  listener.accept()
  expect(await reply).toBe('AQ1')
  await close(connection)
  expect(allGone()).toBe(true)
})

it('the first address is dead: the second answers without its end, and the first attempt is called off', async () => {
  await using listener = await fullListener()
  const server = createServer((client) => client.on('data', (data) => client.write(`B${data}`)))
  await once(server.listen(listener.port, '127.0.0.3'), 'listening')
  const connection = named(['127.0.0.2', '127.0.0.3'], listener.port)
  expect(await run(connection, connection.operations.query('Q1'))).toBe('BQ1')
  expect(sockets[0]?.destroyed).toBe(true)
  await close(connection)
  expect(allGone()).toBe(true)
  server.close()
})

it('all refuse: the error names each address with its reason, in the order of the name', async () => {
  const connection = named(['127.0.0.3', '127.0.0.5', '127.0.0.4'], 1)
  const error = await run(connection, connection.operations.query('Q1')).catch((thrown: unknown) => thrown)
  expect(error).toMatchObject({ code: 'SOCKIO_CONNECT', phase: 'connecting', sent: 'no' })
  expect(error).toHaveProperty('cause.code', 'ECONNREFUSED')
  expect(error).toHaveProperty('cause.errors.length', 3)
  expect(error).toHaveProperty(
    'message',
    expect.stringMatching(/127\.0\.0\.3:1.*127\.0\.0\.5:1.*127\.0\.0\.4:1[^(]*\(nothing listens[^(]*$/),
  )
  expect(allGone()).toBe(true)
})

it.each([
  ['connectionTimeout', 'SOCKIO_CONNECT_TIMEOUT', 'in 1000 ms (connectionTimeout): '],
  ['timeout', 'SOCKIO_TIMEOUT', 'in 1000 ms; nothing of it was sent; '],
] as const)(
  'none answers within %s: the error names each address, and what became of it',
  async (limit, code, told) => {
    await using listener = await fullListener()
    const connection = named(['127.0.0.2', '127.0.0.3'], listener.port, { [limit]: 1000 })
    const error = await run(connection, connection.operations.query('Q1')).catch((thrown: unknown) => thrown)
    expect(error).toMatchObject({ code, phase: 'connecting', sent: 'no' })
    const refused = `connect ECONNREFUSED 127.0.0.3:${listener.port}`
    expect((error as Error).message).toContain(`${told}no answer from 127.0.0.2; ${refused}`)
    await close(connection)
    expect(allGone()).toBe(true)
  },
)

it.each(['timeout', 'close', 'abort'] as const)('%s during the attempts leaves nothing behind', async (how) => {
  await using listener = await fullListener()
  const options = how === 'timeout' ? { connectionTimeout: 400 } : {}
  const connection = named(['127.0.0.2', '127.0.0.2', '127.0.0.3'], listener.port, options)
  const call = connection.operations.query('Q1')
  const failed = run(connection, call).catch((thrown: unknown) => thrown)
  await socketsMade(2)
  if (how === 'close') connection.close(() => undefined)
  if (how === 'abort') connection.abort(call, new Error('enough'))
  const codes = { timeout: 'SOCKIO_CONNECT_TIMEOUT', close: 'SOCKIO_CLOSED', abort: 'SOCKIO_ABORTED' }
  expect(await failed).toMatchObject({ code: codes[how], phase: 'connecting', sent: 'no' })
  await close(connection)
  expect(allGone()).toBe(true)
})

it('close during the look-up of the name ends at once, and its answer is for nobody', async () => {
  const connection = named([], 1)
  const asked = Promise.withResolvers<(error: null, all: object) => void>()
  vi.spyOn(dns, 'lookup').mockImplementation(((_name: string, _options: object, done: never) =>
    asked.resolve(done)) as never)
  const failed = run(connection, connection.operations.query('Q1')).catch((thrown: unknown) => thrown)
  const answer = await asked.promise
  await close(connection)
  answer(null, [{ address: '127.0.0.1', family: 4 }])
  expect(await failed).toMatchObject({ code: 'SOCKIO_CLOSED' })
  await new Promise(setImmediate)
  expect(sockets).toEqual([])
})

it.each([
  [
    ['10.0.0.7', '10.0.0.8'],
    { localAddress: '::1' },
    'scope.lab has no IPv6 address, which localAddress asks for, only 10.0.0.7, 10.0.0.8',
  ],
  [['10.0.0.7'], { family: 6 }, 'scope.lab has no IPv6 address, which the option family asks for, only 10.0.0.7'],
  [
    ['fd00::7'],
    { localAddress: '127.0.0.1' },
    'scope.lab has no IPv4 address, which localAddress asks for, only fd00::7',
  ],
  [[], { localAddress: '127.0.0.1' }, 'getaddrinfo ENOTFOUND scope.lab (the name is unknown: is it spelt right?)'],
  [[], {}, 'getaddrinfo ENOTFOUND scope.lab (the name is unknown: is it spelt right?)'],
] as const)('a name with %j, by %j: the error says what is the matter', async (addresses, options, message) => {
  const connection = named(addresses, 1, options)
  const all = addresses.map((ip) => ({ address: ip, family: ip.includes(':') ? 6 : 4 }))
  const unknown = Object.assign(new Error('getaddrinfo ENOTFOUND scope.lab'), { code: 'ENOTFOUND' })
  vi.spyOn(dns, 'lookup').mockImplementation(((
    _name: string,
    { family = 0 }: dns.LookupOptions,
    done: (error: Error | null, found: object) => void,
  ) => {
    const found = all.filter((each) => family === 0 || each.family === family)
    done(found.length === 0 ? unknown : null, found)
  }) as never)
  const failed = run(connection, connection.operations.query('Q1')).catch((thrown: unknown) => thrown)
  expect(await failed).toHaveProperty('message', `could not connect to tcp://scope.lab:1: ${message}`)
  expect(sockets).toEqual([])
})

it('localAddress and family that differ: the error says so, and no name is looked up', async () => {
  const connection = named(['127.0.0.1'], 1, { family: 4, localAddress: '::1' })
  const failed = run(connection, connection.operations.query('Q1')).catch((thrown: unknown) => thrown)
  expect(await failed).toHaveProperty(
    'message',
    expect.stringContaining('localAddress ::1 is IPv6, and the option family asks for IPv4'),
  )
  expect(dns.lookup).not.toHaveBeenCalled()
})
