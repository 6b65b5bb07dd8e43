/** Devices as a configuration writes them: ready made ones, and a table of replies. */
import {
  type Device,
  type DeviceFunction,
  type DeviceTable,
  echo,
  type ScopeOptions,
  type SupplyOptions,
  scope,
  silent,
  supply,
} from '@sockio/sim'
import { CommandError, exitCodes, messageOf } from '../failure.ts'
import type { Noise } from './noise.ts'
import { at, integer, mapping, number, optional, text, time, wrong } from './read.ts'
import { answer, sine } from './replies.ts'
import { readScpi } from './scpi-config.ts'

/** Those that have a name: also to be played without a configuration. */
const READY: Readonly<Record<string, () => Device>> = {
  scope: () => scope({ line: sine }),
  supply: () => supply(),
  echo,
  silent,
}

/** What one gets without a configuration. */
export const defaultName = 'scope'

/** The device of that name. */
export function readyDevice(name: string): Device | undefined {
  return Object.hasOwn(READY, name) ? READY[name]?.() : undefined
}

export const readyNames: readonly string[] = Object.keys(READY)

/** The keys of which a configuration has one. */
export const deviceKeys = ['device', 'scope', 'supply', 'replies', 'scpi'] as const

type DeviceReader = (value: unknown, path: string, noise: Noise) => Device

export const deviceReaders: Readonly<Record<(typeof deviceKeys)[number], DeviceReader>> = {
  device(value, path) {
    const device = typeof value === 'string' ? readyDevice(value) : undefined
    if (device === undefined) throw wrong(path, readyNames.join(', '), value)
    return device
  },
  scope: readScope,
  supply: readSupply,
  replies: readReplies,
  scpi: readScpi,
}

/** What the simulator itself finds wrong is wrong with the configuration. */
function made<T>(path: string, make: () => T): T {
  try {
    return make()
  } catch (error) {
    throw new CommandError(`${path}: ${messageOf(error)}`, exitCodes.usage, error)
  }
}

function readScope(value: unknown, path: string): Device {
  const fields = mapping(value, path, ['idn', 'seed', 'channels', 'points', 'period', 'errors', 'lines'])
  const whole = (key: string) => optional(fields.get(key), (own) => integer(own, at(path, key), 1))
  const lines = optional(fields.get('lines'), (own) => text(own, at(path, 'lines'))) ?? 'sine'
  if (lines !== 'sine' && lines !== 'count') throw wrong(at(path, 'lines'), 'sine or count', lines)
  const options: ScopeOptions = {
    idn: optional(fields.get('idn'), (own) => text(own, at(path, 'idn'))),
    seed: whole('seed'),
    channels: whole('channels'),
    points: whole('points'),
    period: optional(fields.get('period'), (own) => time(own, at(path, 'period'))),
    errors: whole('errors'),
    line: lines === 'sine' ? sine : undefined,
  }
  return made(path, () => scope(options))
}

function readSupply(value: unknown, path: string): Device {
  const fields = mapping(value, path, ['idn', 'seed', 'noise', 'load', 'errors'])
  const read = <T>(key: string, reader: (own: unknown, where: string) => T) =>
    optional(fields.get(key), (own) => reader(own, at(path, key)))
  const options: SupplyOptions = {
    idn: read('idn', text),
    seed: read('seed', (own, where) => integer(own, where, 1)),
    noise: read('noise', number),
    load: read('load', number),
    errors: read('errors', (own, where) => integer(own, where, 1)),
  }
  return made(path, () => supply(options))
}

function readReplies(value: unknown, path: string, noise: Noise): Device {
  const table = new Map<string, DeviceTable[string]>() // in an object, `__proto__` would be no row
  for (const [request, own] of mapping(value, path)) {
    const reply = answer(own, at(path, request), noise)
    const compute: DeviceFunction = (_, session) => (typeof reply === 'function' ? reply(session) : reply)
    table.set(request, typeof reply === 'function' ? compute : reply)
  }
  return Object.fromEntries(table)
}
