/** Requests without a session, lines and state: what any client of NATS can do with an instrument. */
import { connect, headers, type NatsConnection } from '@nats-io/transport-node'
import { missing, NatsServer, nats as natsServer } from '@sockio/integration'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { instrument, LabHub } from './lab.ts'

describe.skipIf(missing(natsServer))('requests over NATS', () => {
  let server: NatsServer
  let nats: NatsConnection
  beforeAll(async () => {
    server = await NatsServer.start()
    nats = await connect({ servers: server.url })
  })
  afterAll(async () => {
    await nats.close()
    await server[Symbol.asyncDispose]()
  })

  async function lab(prefix: string, options = {}, ttl = 10_000) {
    const { device, finish } = await instrument()
    const hub = await LabHub.start({ servers: server.url, prefix, ttl }, { url: device.url, ...options })
    await hub.until('owner')
    const ask = async (what: string, text: string | Uint8Array, said: Record<string, string> = {}) => {
      const with_ = headers()
      for (const [name, value] of Object.entries(said)) with_.set(name, value)
      return nats.request(`${prefix}.psu1.${what}`, text, { timeout: 60_000, headers: with_ })
    }
    return { device, finish, hub, ask, [Symbol.asyncDispose]: () => hub.close().then(() => device.close()) }
  }

  it('a query is answered with its reply, without the end of line; a write with nothing, when it was sent', async () => {
    await using psu = await lab('shots')
    expect((await psu.ask('query', 'ECHO? 1')).string()).toBe('1')
    expect((await psu.ask('query', 'ECHO? 2\n')).string()).toBe('2')
    const done = await psu.ask('write', 'VOLT 3')
    expect([done.string(), done.headers?.get('Sockio-Error') ?? '']).toEqual(['', ''])
    expect(await psu.device.received('VOLT 3')).toBe('VOLT 3')
    expect((await psu.ask('write', 'VOLT 4;ECHO? 3')).string()).toBe('3') // one that is answered gives that
  })

  it('replies belong to their requests, whoever asks how much at once', async () => {
    await using psu = await lab('many')
    const all = Array.from({ length: 200 }, (_, n) => String(n))
    const replies = await Promise.all(all.map((n) => psu.ask('query', `ECHO? ${n}`)))
    expect(replies.map((reply) => reply.string())).toEqual(all)
  })

  it('a query that would change something is refused: it is for those who may only read', async () => {
    await using psu = await lab('reads')
    const refused = await psu.ask('query', 'VOLT 4;ECHO? 3')
    expect(refused.json()).toMatchObject({ code: 'SOCKIO_REFUSED', phase: 'queued', sent: 'no' })
    expect(psu.device.requests).toEqual([])
  })

  it('a limit is a header, and passes as an error that says how far it came', async () => {
    await using psu = await lab('limits')
    const late = await psu.ask('query', 'SLOW?', { 'Sockio-Timeout': '50' })
    const error = JSON.parse(late.headers?.get('Sockio-Error') ?? '{}')
    expect(error).toMatchObject({ code: 'SOCKIO_TIMEOUT', phase: 'reading', message: expect.stringContaining('SLOW?') })
    expect(['maybe', 'yes']).toContain(error.sent)
    expect(late.json()).toEqual(error)
    psu.finish() // its late reply is nobody's
    expect((await psu.ask('query', 'ECHO? next')).string()).toBe('next')
    const wrong = await psu.ask('query', '*IDN?', { 'Sockio-Timeout': 'soon' })
    expect(wrong.json()).toMatchObject({
      code: 'SOCKIO_BAD_REQUEST',
      sent: 'no',
      message: 'Sockio-Timeout: expected milliseconds, got "soon"',
    })
    expect((await psu.ask('query', '')).json()).toMatchObject({ code: 'SOCKIO_BAD_REQUEST', sent: 'no' })
  })

  it('a reply that NATS does not carry in one message is an error, and a block that it does is given whole', async () => {
    await using psu = await lab('large')
    expect((await psu.ask('query', 'BLOCK? 1000')).string()).toMatch(/^#41000x{1000}/)
    expect((await psu.ask('query', 'BLOCK? 2000000')).json()).toMatchObject({
      code: 'SOCKIO_LIMIT_OVERRUN',
      sent: 'yes',
      message: expect.stringContaining('ask for it in a session'),
    })
    expect((await psu.ask('query', 'ECHO? next')).string()).toBe('next')
  })

  it('nonsense is answered with what is wrong with it, and disturbs nobody', async () => {
    await using psu = await lab('nonsense')
    expect((await psu.ask('session', 'open, please')).json()).toMatchObject({ code: 'SOCKIO_BAD_REQUEST', sent: 'no' })
    expect((await psu.ask('session', '{"version":9}')).json()).toMatchObject({
      message: 'version: this hub speaks 1, got 9',
    })
    for (const subject of ['session', 'read', 'write', 'query']) nats.publish(`nonsense.psu1.${subject}`, 'to nobody')
    expect((await psu.ask('query', 'ECHO? on')).string()).toBe('on')
  })

  it('what nobody owns is said by NATS at once', async () => {
    await expect(nats.request('nowhere.psu1.query', '*IDN?')).rejects.toThrow('no responders')
  })

  it('lines that nobody was owed come to all who listen, numbered', async () => {
    await using psu = await lab('lines')
    const heard: [string, string | undefined][] = []
    const { promise, resolve } = Promise.withResolvers<void>()
    const subscription = nats.subscribe('lines.psu1.lines', {
      callback: (_, message) => {
        heard.push([message.string(), message.headers?.get('Sockio-Number')])
        if (heard.length === 3) resolve()
      },
    })
    await nats.flush()
    await psu.ask('query', '*IDN?')
    for (const line of ['ALARM 1', 'ALARM 2', 'ALARM 3']) psu.device.send(line)
    await promise
    expect(heard).toEqual([
      ['ALARM 1\n', '1'],
      ['ALARM 2\n', '2'],
      ['ALARM 3\n', '3'],
    ])
    subscription.unsubscribe()
  })

  it('its state is there for who asks', async () => {
    await using psu = await lab('states')
    await psu.ask('query', '*IDN?', { 'Sockio-Client': 'alice' })
    const state = (await psu.ask('state', '')).json()
    expect(state).toMatchObject({
      name: 'psu1',
      url: psu.device.url,
      exchanges: 1,
      owner: expect.stringMatching(/\/\d+$/),
    })
  })

  it('a hub whose lease is over keeps silent', async () => {
    await using psu = await lab('silent', {}, 1000)
    // As if it had been stopped for long: the fence says no before any timer has rung.
    const real = Date.now
    const replies: string[] = []
    const inbox = nats.subscribe('silent.inbox', { callback: (_, message) => void replies.push(message.string()) })
    try {
      Date.now = () => real() + 3_600_000
      nats.publish('silent.psu1.query', '*IDN?', { reply: 'silent.inbox' })
      // It hears in order, and owns nothing.
      expect((await nats.request('silent.discover', '')).json()).toEqual([])
    } finally {
      Date.now = real
    }
    inbox.unsubscribe()
    expect(replies).toEqual([])
    expect(psu.device.requests).toEqual([])
    await psu.hub.until('standby')
    await psu.hub.until('owner') // and stands for election again
    expect((await psu.ask('query', 'ECHO? back')).string()).toBe('back')
  })
})
