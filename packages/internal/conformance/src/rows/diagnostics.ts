/** Section 2.4: what is published on `node:diagnostics_channel`. */
import assert from 'node:assert/strict'
import { type ChannelListener, subscribe, tracingChannel, unsubscribe } from 'node:diagnostics_channel'
import { faults } from '@sockio/sim'
import { failure } from '../failure.ts'
import { table } from '../row.ts'
import { until } from '../until.ts'

interface Published {
  readonly address: { readonly host: string; readonly port: number }
  readonly state?: string
  readonly attempt?: number
  readonly request?: Uint8Array
  readonly error?: Error
}

/** Collects what is published about one port while `run` lasts. */
async function published(channel: string, port: number, run: () => Promise<void>): Promise<Published[]> {
  const messages: Published[] = []
  const listener: ChannelListener = (message) => {
    if ((message as Published).address.port === port) messages.push(message as Published)
  }
  subscribe(channel, listener)
  try {
    await run()
  } finally {
    unsubscribe(channel, listener)
  }
  return messages
}

export const diagnosticsRows = table('2.4 diagnostics', {
  'sockio:state tells the states': async ({ peer, connect }) => {
    const device = await peer('numbered')
    const sock = connect(device)
    const messages = await published('sockio:state', device.port, async () => {
      await sock.query('Q1')
      await sock.close()
    })
    assert.deepEqual(
      messages.map(({ state }) => state),
      ['connecting', 'initialising', 'ready', 'closing', 'idle'],
    )
  },

  'sockio:retry tells the retries': async ({ peer, connect }) => {
    const device = await peer('numbered', { faults: faults.refuse() })
    const sock = connect(device, { reconnect: { retries: 2, minDelay: 1 } })
    const messages = await published('sockio:retry', device.port, async () => {
      await failure(sock.open(), { code: 'SOCKIO_CONNECT' })
    })
    assert.deepEqual(
      messages.map(({ attempt }) => attempt),
      [1, 2],
    )
    assert(messages.every(({ error }) => error instanceof Error))
  },

  'sockio:exchange traces exchanges, and their errors': async ({ peer, connect }) => {
    const device = await peer('numbered')
    const sock = connect(device)
    const log: string[] = []
    const note = (what: string) => (message: object) => {
      const { address, request, error } = message as Published
      if (address.port !== device.port) return
      log.push(
        [
          what,
          Buffer.from(request ?? [])
            .toString()
            .trim(),
          error?.name,
        ]
          .filter(Boolean)
          .join(' '),
      )
    }
    const ignored = () => undefined
    const subscribers = {
      start: note('start'),
      end: ignored,
      asyncStart: ignored,
      asyncEnd: note('end'),
      error: note('error'),
    }
    const channel = tracingChannel('sockio:exchange')
    channel.subscribe(subscribers)
    try {
      await sock.query('Q1')
      await failure(sock.query('HOLD x', { timeout: 20 }), { code: 'SOCKIO_TIMEOUT' })
      await until('both have ended', () => log.filter((line) => line.startsWith('end')).length === 2)
    } finally {
      channel.unsubscribe(subscribers)
    }
    const timedOut = 'HOLD x TimeoutError'
    assert.deepEqual(log, ['start Q1', 'end Q1', 'start HOLD x', `error ${timedOut}`, `end ${timedOut}`])
  },
})
