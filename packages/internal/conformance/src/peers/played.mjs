// @ts-check
/** The instruments that are played, and what they are told to do: in the worker, or in this thread. */
import { setImmediate } from 'node:timers/promises'
import { simulate } from '@sockio/sim'
import { makeDevice } from './devices.mjs'

/** @typedef {{ device: import('@sockio/sim').SimulatedDevice, tally: import('./devices.mjs').Tally }} Played */

/** @type {Map<number, Played>} */
const peers = new Map()
let last = 0

async function turned() {
  for (let turn = 0; turn < 3; turn++) await setImmediate()
}

/** @type {Record<string, (played: Played, ...args: any[]) => unknown>} */
const operations = {
  inject: ({ device }, fault) => void device.inject(fault),
  async clear({ device }) {
    device.clear()
    await device.ready()
  },
  // A client may be connected for itself before it is accepted here: then there is nobody to send to yet.
  async send({ device }, reply) {
    await device.connected()
    device.send(reply)
  },
  async reply({ device }, request, reply, /** @type {Int32Array} */ said) {
    await device.received(request)
    device.send(reply)
    await turned()
    Atomics.store(said, 0, 1)
    Atomics.notify(said, 0)
  },
  async disconnect({ device }, how) {
    await device.connected()
    device.disconnect(how)
  },
  reboot: ({ device }, ms) => device.reboot(ms),
  requests: ({ device }) => [...device.requests],
  received: ({ device }, what) => device.received(what),
  clients: ({ device }) => device.clients,
  connected: ({ device }, n) => device.connected(n),
  disconnected: ({ device }) => device.disconnected(),
  connections: ({ device }) => device.connections,
  produced: ({ tally }) => tally.produced,
  async release({ tally }) {
    while (tally.held.length === 0) await setImmediate() // its request may still be under way
    for (const reply of tally.held.splice(0)) reply()
  },
  turned,
  close: ({ device }) => device.close(),
}

/**
 * @param {any} description
 * @param {import('@sockio/sim').SimulateOptions} options
 */
async function start(description, options) {
  /** @type {import('./devices.mjs').Tally} */
  const tally = { produced: 0, held: [] }
  const device = await simulate(makeDevice(description, tally), options)
  peers.set(++last, { device, tally })
  // Where it has no host and port, the URL stands for the host.
  return { peer: last, host: /^(unix|memory):/.test(device.url) ? device.url : device.host, port: device.port }
}

/** @param {{ peer: number, op: string, args: any[] }} command */
export async function perform({ peer, op, args }) {
  if (op === 'start') return start(args[0], args[1])
  const played = peers.get(peer)
  const operation = operations[op]
  if (played === undefined || operation === undefined) throw new Error(`no peer ${peer}, or no operation ${op}`)
  return operation(played, ...args)
}
