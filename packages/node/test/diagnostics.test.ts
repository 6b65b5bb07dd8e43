/** What is published on `node:diagnostics_channel`. */
import { spawnSync } from 'node:child_process'
import { subscribe, tracingChannel, unsubscribe } from 'node:diagnostics_channel'
import { expect, it } from 'vitest'
import type { ExchangeTrace, StateMessage } from '../src/index.ts'
import { rig, run } from './rig.ts'

it('an exchange is traced from its start to its end, with its error', async () => {
  await using it = await rig({ '*IDN?': 'ACME' })
  const seen: string[] = []
  const note = (event: string) => (trace: unknown) => {
    const { request, error } = trace as ExchangeTrace
    seen.push(`${event} ${request}${error === undefined ? '' : ` ${error.code}`}`.replaceAll('\n', ''))
  }
  const channel = tracingChannel<unknown, ExchangeTrace>('sockio:exchange')
  const handlers = {
    start: note('start'),
    end: note('end'),
    asyncStart: note('asyncStart'),
    asyncEnd: note('asyncEnd'),
    error: note('error'),
  }
  channel.subscribe(handlers)
  await run(it.connection, it.connection.operations.query('*IDN?'))
  await run(it.connection, it.connection.operations.query('NONE?', { timeout: 1 })).catch(() => {})
  channel.unsubscribe(handlers)
  await run(it.connection, it.connection.operations.query('*IDN?'))
  expect(seen).toEqual([
    'start *IDN?',
    'end *IDN?',
    'asyncStart *IDN?',
    'asyncEnd *IDN?',
    'start NONE?',
    'end NONE?',
    'error NONE? SOCKIO_TIMEOUT',
    'asyncStart NONE? SOCKIO_TIMEOUT',
    'asyncEnd NONE? SOCKIO_TIMEOUT',
  ])
})

it('every state is told, and every retry', async () => {
  const states: string[] = []
  const retries: number[] = []
  const onState = (message: unknown) => states.push((message as StateMessage).state)
  const onRetry = (message: unknown) => retries.push((message as { attempt: number }).attempt)
  subscribe('sockio:state', onState)
  subscribe('sockio:retry', onRetry)
  {
    await using it = await rig({ '*IDN?': 'ACME' }, { reconnect: { retries: Number.POSITIVE_INFINITY, minDelay: 1 } })
    await run(it.connection, it.connection.operations.query('*IDN?'))
    await it.device.reboot(20)
    await run(it.connection, it.connection.operations.query('*IDN?'))
  }
  unsubscribe('sockio:state', onState)
  unsubscribe('sockio:retry', onRetry)
  expect(states.slice(0, 3)).toEqual(['connecting', 'initialising', 'ready'])
  expect(states.at(-1)).toBe('closed')
  expect(retries.length).toBeGreaterThan(0)
  expect(retries.length).toBe(states.filter((state) => state === 'waiting').length)
})

it('NODE_DEBUG=sockio tells of socket options that can not be set, and nothing does without it', () => {
  const script = `
    import { Socket } from 'node:net'
    Socket.prototype.setTypeOfService = () => { throw new Error('no such luck') }
    const { simulate } = await import('@sockio/sim')
    const { address } = await import('@sockio/core')
    const { Connection } = await import('@sockio/node')
    const device = await simulate({})
    const connection = new Connection(address(device.host, device.port), {})
    const open = connection.operations.open()
    connection.start(open, { onValue: () => connection.dispose(() => device.close()) })`
  const told = (environment: NodeJS.ProcessEnv) => {
    const env = { ...process.env, ...environment }
    const { status, stderr } = spawnSync(process.execPath, ['--input-type=module', '--eval', script], { env })
    return [status, String(stderr).replace(/\d+: /g, '')]
  }
  expect(told({})).toEqual([0, ''])
  const [status, said] = told({ NODE_DEBUG: 'sockio' })
  expect([status, said]).toEqual([
    0,
    expect.stringContaining('SOCKIO the type of service could not be set: no such luck\n'),
  ])
  expect(said).toMatch(/^(SOCKIO .*\n){1,2}$/) // Node 22 can't set the intervals of keepalive either, and that is told too
})
