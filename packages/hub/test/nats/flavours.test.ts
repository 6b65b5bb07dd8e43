/** `nats://` in each flavour: the same calls, with that flavour's own kind of values and errors. */
import { socketForUrl as aio } from '@sockio/aio'
import { socketForUrl as effect } from '@sockio/effect'
import { socketForUrl as legacy } from '@sockio/legacy'
import { socketForUrl as rx } from '@sockio/rx'
import { socketForUrl as sio } from '@sockio/sio'
import { Effect } from 'effect'
import { firstValueFrom } from 'rxjs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import '../../src/nats/index.ts'
import { missing, NatsServer, nats as natsServer } from '@sockio/integration'
import { instrument, LabHub } from './lab.ts'

const options = { timeout: 60_000 }

/** Asks once, in the flavour of that name. */
const ask: Readonly<Record<string, (url: string, text: string) => Promise<string> | string>> = {
  aio: async (url, text) => {
    await using sock = aio(url, options)
    return await sock.query(text)
  },
  rx: async (url, text) => {
    await using sock = rx(url, options)
    return await firstValueFrom(sock.query(text))
  },
  effect: (url, text) =>
    Effect.runPromise(Effect.scoped(Effect.flatMap(effect(url, options), (tcp) => tcp.query(text)))),
  legacy: (url, text) =>
    new Promise((resolve, reject) => {
      const sock = legacy(url, options)
      sock.query(text, (error, reply) => {
        sock.close()
        if (error) reject(error)
        else resolve(reply as string)
      })
    }),
  sio: async (url, text) => {
    const sock = sio(url, { ...options, resolveFutures: false })
    try {
      return await sock.query(text)
    } finally {
      await sock[Symbol.asyncDispose]()
    }
  },
}

describe.skipIf(missing(natsServer))('nats:// in', () => {
  let server: NatsServer
  let hub: LabHub
  let psu: Awaited<ReturnType<typeof instrument>>
  beforeAll(async () => {
    server = await NatsServer.start()
    psu = await instrument()
    hub = await LabHub.start({ servers: server.url }, { url: psu.device.url })
    await hub.until('owner')
  })
  afterAll(async () => {
    await hub.close()
    await psu.device.close()
    await server[Symbol.asyncDispose]()
  })

  it.each(Object.keys(ask))('%s', async (flavour) => {
    const url = `${server.url}/lab/psu1`
    expect(await ask[flavour]?.(url, 'ECHO? hello')).toBe('hello')
    await expect(ask[flavour]?.(url.replace('psu1', 'psu2'), '*IDN?')).rejects.toMatchObject({
      code: 'SOCKIO_CONNECT',
      sent: 'no',
      message: expect.stringContaining('no hub owns psu2 now'),
    })
  })
})

describe('a URL of an instrument on NATS', () => {
  it.each([
    ['nats://', /^url: expected nats:\/\/host:4222\/prefix\/instrument, got "nats:\/\/"/],
    ['nats://host', /^url: expected nats:/],
    ['nats://host:4222/lab/psu 1', /^url: instrument: expected letters/],
    ['nats://host:4222/l*b/psu1', /^url: prefix: expected letters/],
    ['nats://host:x/lab/psu1', /^url.servers\[0\]: expected nats:\/\/host:port/],
    ['nats://host/lab/psu1?role=admin', /^url: role: expected full or read, got "admin"/],
    ['nats://host/lab/psu1?rule=read', /^url: unknown parameter "rule"/],
  ])('not %s', (url, message) => {
    for (const flavour of [aio, rx, legacy, sio]) expect(() => flavour(url)).toThrow(message)
  })

  it('shows no password, wherever it is shown', async () => {
    const sock = aio('nats://alice:s3cret@127.0.0.1:1/lab/psu1', options)
    const error: unknown = await sock.query('*IDN?').catch((reason: unknown) => reason)
    expect(error).toMatchObject({
      code: 'SOCKIO_CONNECT',
      message: expect.stringContaining('nats://***@127.0.0.1:1/lab/psu1'),
    })
    expect(JSON.stringify(error) + String(error) + JSON.stringify(sock)).not.toContain('s3cret')
  })
})
