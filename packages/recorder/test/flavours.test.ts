/** One option records a connection of any flavour, and each recording plays again as it was. */
import { TCP as AioTcp } from '@sockio/aio'
import { startPeer, stopPeers } from '@sockio/conformance'
import { Tcp as EffectTcp } from '@sockio/effect'
import { TCP as LegacyTcp } from '@sockio/legacy'
import { TCP as RxTcp } from '@sockio/rx'
import { TCP as SioTcp } from '@sockio/sio'
import { Effect } from 'effect'
import { lastValueFrom } from 'rxjs'
import { afterAll, expect, it } from 'vitest'
import { readRecording, recorder } from '../src/index.ts'
import { replayed } from './rig/engine.ts'
import { Folder } from './rig/folder.ts'

afterAll(stopPeers)

type Run = (
  host: string,
  port: number,
  options: ReturnType<typeof recorder> & { readonly timeout: number },
) => Promise<string>

const flavours: Readonly<Record<string, Run>> = {
  async aio(host, port, options) {
    await using sock = new AioTcp(host, port, options)
    return await sock.query('*IDN?')
  },
  async sio(host, port, options) {
    using sock = new SioTcp(host, port, options)
    return await sock.query('*IDN?')
  },
  async rx(host, port, options) {
    const sock = new RxTcp(host, port, options)
    const reply = await lastValueFrom(sock.query('*IDN?'))
    await lastValueFrom(sock.close(), { defaultValue: undefined })
    return reply
  },
  effect(host, port, options) {
    const program = Effect.gen(function* () {
      const sock = yield* EffectTcp
      return yield* sock.query('*IDN?')
    })
    return Effect.runPromise(Effect.provide(program, EffectTcp.layer({ host, port, ...options })))
  },
  async legacy(host, port, options) {
    await using sock = new LegacyTcp(host, port, options)
    return await new Promise<string>((resolve, reject) => {
      sock.query('*IDN?', (error, reply) => (error ? reject(error) : resolve(String(reply))))
    })
  },
}

it.each(Object.entries(flavours))('%s', async (name, run) => {
  using folder = new Folder()
  await using device = await startPeer('supply')
  const file = `${name}.jsonl`
  const reply = await run(device.host, device.port, { timeout: 60_000, ...recorder(folder.path(file)) })
  const text = folder.text(file)
  const { turns, beginning } = readRecording(folder.path(file))
  expect(beginning.address.port).toBe(device.port)
  expect(turns.find((turn) => turn.in === 'submit')).toMatchObject({ request: '*IDN?\n', timeout: 60_000 })
  expect(turns.find((turn) => turn.in === 'received')).toMatchObject({ bytes: `${reply}\n` })
  expect(replayed(text)).toBe(turns.length)
})
