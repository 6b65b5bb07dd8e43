/** A flavour and an instrument on another host: sessions over NATS, as programs see them. */
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { socketForUrl } from '@sockio/aio'
import { missing, NatsServer, nats as natsServer, until } from '@sockio/integration'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { discover } from '../../src/nats/index.ts'
import { instrument, LabHub } from './lab.ts'

const patient = { timeout: 60_000 }

describe.skipIf(missing(natsServer))('an instrument on NATS', () => {
  let server: NatsServer
  beforeAll(async () => {
    server = await NatsServer.start()
  })
  afterAll(() => server[Symbol.asyncDispose]())

  const at = (prefix: string, more = '') => `${server.url}/${prefix}/psu1${more}`
  async function lab(prefix: string, ttl = 10_000) {
    const { device, finish } = await instrument()
    const hub = await LabHub.start({ servers: server.url, prefix, ttl }, { url: device.url })
    await hub.until('owner')
    return { device, finish, hub, [Symbol.asyncDispose]: () => hub.close().then(() => device.close()) }
  }

  it('answers queries, each with its own reply, to many clients at once', async () => {
    await using psu = await lab('many')
    const clients = Array.from({ length: 5 }, () => socketForUrl(at('many'), patient))
    const replies = await Promise.all(
      clients.flatMap((sock, i) => Array.from({ length: 20 }, (_, n) => sock.query(`ECHO? ${i}/${n}`))),
    )
    expect(replies).toEqual(clients.flatMap((_, i) => Array.from({ length: 20 }, (_, n) => `${i}/${n}`)))
    expect(psu.device.connections).toBe(1)
    expect(psu.hub.owner?.state.clients.map(({ name }) => name.startsWith('nats:'))).toEqual(Array(5).fill(true))
    for (const sock of clients) await sock.close()
  })

  it('carries blocks larger than NATS takes, in pieces', async () => {
    await using _ = await lab('blocks')
    await using sock = socketForUrl(at('blocks'), patient)
    expect((await sock.writeReadBlock('BLOCK? 5000000\n')).length).toBe(5_000_000)
    expect(await sock.query('ECHO? still in step')).toBe('still in step')
  })

  it('takes control lines, as on TCP', async () => {
    await using psu = await lab('control')
    await using sock = socketForUrl(at('control'), patient)
    expect(await sock.query('++who')).toContain('nats:')
    await sock.write('++hold 60000\n')
    expect(await sock.query('ECHO? mine')).toBe('mine')
    expect(psu.hub.owner?.state.hold).toBeDefined()
  })

  it('loses the hold of a client that hangs up, at once', async () => {
    await using psu = await lab('hold')
    const holder = socketForUrl(at('hold'), patient)
    await using other = socketForUrl(at('hold'), patient)
    await holder.write('++hold 60000\n')
    await holder.query('*IDN?')
    const waits = other.query('ECHO? my turn')
    await holder.close()
    expect(await waits).toBe('my turn')
    expect(psu.hub.owner?.state.hold).toBeUndefined()
  })

  it('loses the hold of a program that is killed', async () => {
    await using psu = await lab('killed')
    const holder = fork(fileURLToPath(new URL('holder.ts', import.meta.url)), [at('killed')])
    expect(await once(holder, 'message')).toEqual(['holds', undefined])
    await using other = socketForUrl(at('killed'), patient)
    const waits = other.query('ECHO? my turn')
    expect(psu.hub.owner?.state.hold).toBeDefined()
    holder.kill('SIGKILL')
    expect(await waits).toBe('my turn') // long before its hold would have been over
  })

  it('is written nothing once the lease of its owner is over, whatever that has in hand', async () => {
    await using psu = await lab('over', 1000)
    await using one = socketForUrl(at('over'), patient)
    await using other = socketForUrl(at('over'), patient)
    const calls = [one.query('SLOW?'), other.query('ECHO? queued')]
    await psu.device.received('SLOW?')
    await until('the second is queued', () => psu.hub.owner?.state.queued === 1)
    const real = Date.now
    try {
      Date.now = () => real() + 3_600_000 // it has slept, and no timer has rung yet
      psu.finish()
      const [, queued] = await Promise.allSettled(calls)
      expect(queued).toMatchObject({ status: 'rejected', reason: { code: 'SOCKIO_CONNECTION_LOST' } })
    } finally {
      Date.now = real
    }
    // It stands for election again, and who asked it meanwhile, when it was silent, is answered then.
    const reconnect = { retries: Number.POSITIVE_INFINITY, minDelay: 10, maxDelay: 50 }
    await using next = socketForUrl(at('over'), { ...patient, reconnect })
    expect(await next.query('ECHO? next')).toBe('next')
    expect(psu.hub.changes).toEqual(['owner', 'standby', 'owner'])
    expect(psu.device.requests).toEqual(['SLOW?', 'ECHO? next'])
  })

  it('says so at once when no hub owns it: nothing was sent', async () => {
    await using sock = socketForUrl(at('nobody'), patient)
    await expect(sock.query('*IDN?')).rejects.toMatchObject({
      code: 'SOCKIO_CONNECT',
      sent: 'no',
      message: expect.stringContaining('no hub owns psu1 now'),
    })
  })

  it('says so when there is no NATS', async () => {
    await using own = await NatsServer.start()
    const { url } = own
    await own.stop()
    await using sock = socketForUrl(`${url}/lab/psu1`, patient)
    await expect(sock.query('*IDN?')).rejects.toMatchObject({ code: 'SOCKIO_CONNECT', sent: 'no' })
  })

  it('ends the calls under way of one whose hub goes, and the next finds the next owner', async () => {
    await using psu = await lab('goes')
    await using other = await LabHub.start({ servers: server.url, prefix: 'goes' }, { url: psu.device.url })
    await other.until('standby')
    await using sock = socketForUrl(at('goes'), {
      ...patient,
      reconnect: { retries: 1000, minDelay: 10, maxDelay: 50 },
    })
    expect(await sock.query('ECHO? 1')).toBe('1')
    await psu.hub.close()
    await other.until('owner')
    expect(await sock.query('ECHO? 2')).toBe('2')
    expect(psu.hub.changes).toEqual(['owner'])
    expect(other.changes).toEqual(['standby', 'owner'])
  })

  it('lets one that reads only ask', async () => {
    await using psu = await lab('roles')
    await using sock = socketForUrl(at('roles', '?role=read'), patient)
    expect(await sock.query('ECHO? 1')).toBe('1')
    await expect(sock.query('VOLT 3;VOLT?')).rejects.toThrow('may only ask')
    expect(psu.device.requests).toEqual(['ECHO? 1'])
  })

  it('is found by whoever asks', async () => {
    await using psu = await lab('found')
    const found = await discover({ servers: server.url, prefix: 'found', timeout: 300 })
    expect(found).toMatchObject([{ name: 'psu1', url: psu.device.url, epoch: expect.any(Number) }])
    expect(await discover({ servers: server.url, prefix: 'elsewhere', timeout: 300 })).toEqual([])
  })

  it('leaves nothing behind: neither sessions nor connections to NATS', async () => {
    await using psu = await lab('after')
    const sock = socketForUrl(at('after'), patient)
    await sock.query('*IDN?')
    await sock.close()
    await using other = socketForUrl(at('after'), patient)
    expect(JSON.parse(await other.query('++who'))).toHaveLength(1)
    expect(psu.hub.owner?.state.clients).toHaveLength(1)
  })
})
