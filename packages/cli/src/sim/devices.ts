/** Devices as a configuration writes them: ready made ones, a table of replies, or SCPI commands and settings. */
import {
  type Device,
  type DeviceFunction,
  type DeviceTable,
  echo,
  type Reply,
  type ScopeOptions,
  ScpiError,
  type ScpiHandler,
  scope,
  scpi,
  silent,
} from '@sockio/sim'
import { CommandError, exitCodes, messageOf } from '../failure.ts'
import { at, integer, mapping, number, optional, text, time, wrong } from './read.ts'
import { answer, sine } from './replies.ts'

/** The oscilloscope that one gets without a configuration. */
export function defaultDevice(): Device {
  return scope({ line: sine })
}

const READY = ['scope', 'echo', 'silent'] as const

/** The keys of which a configuration has one. */
export const deviceKeys = ['device', 'scope', 'replies', 'scpi'] as const

export const deviceReaders: Readonly<Record<(typeof deviceKeys)[number], (value: unknown, path: string) => Device>> = {
  device(value, path) {
    if (value === 'scope') return defaultDevice()
    if (value === 'echo') return echo()
    if (value === 'silent') return silent()
    throw wrong(path, READY.join(', '), value)
  },
  scope: readScope,
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

function readReplies(value: unknown, path: string): Device {
  const table: Record<string, DeviceTable[string]> = {}
  for (const [request, own] of mapping(value, path)) {
    const reply = answer(own, at(path, request))
    const compute: DeviceFunction = (_, session) => (typeof reply === 'function' ? reply(session) : reply)
    table[request] = typeof reply === 'function' ? compute : reply
  }
  return table
}

function readScpi(value: unknown, path: string): Device {
  const fields = mapping(value, path, ['idn', 'errors', 'commands', 'settings'])
  const commands: Record<string, Reply | ScpiHandler> = {}
  const settings = optional(fields.get('settings'), (own) => mapping(own, at(path, 'settings'))) ?? new Map()
  const values = new Map<string, string>()
  for (const [pattern, own] of settings) {
    const setting = readSetting(own, at(at(path, 'settings'), pattern))
    commands[`${pattern}?`] = () => values.get(pattern) ?? setting.initial
    commands[pattern] = (call) => {
      values.set(pattern, setting.take(call.text()))
    }
  }
  const own = optional(fields.get('commands'), (given) => mapping(given, at(path, 'commands'))) ?? new Map()
  for (const [pattern, given] of own) {
    const reply = answer(given, at(at(path, 'commands'), pattern))
    commands[pattern] = typeof reply === 'function' ? (call) => reply(call.session) : reply
  }
  const idn = optional(fields.get('idn'), (given) => text(given, at(path, 'idn')))
  const errors = optional(fields.get('errors'), (given) => integer(given, at(path, 'errors'), 1))
  return made(path, () => scpi(commands, { idn, errors, reset: () => values.clear() }))
}

interface Setting {
  readonly initial: string
  /** The value that is kept; throws the error that the instrument reports. */
  take(text: string): string
}

/** A value to be set and asked for: a text, a number between bounds, or one of some words. */
function readSetting(value: unknown, path: string): Setting {
  if (typeof value === 'string') return { initial: value, take: (given) => given }
  const fields = mapping(value, path, ['initial', 'min', 'max', 'oneOf'])
  const initial = text(fields.get('initial') ?? '', at(path, 'initial'))
  const words = fields.get('oneOf')
  if (words !== undefined) {
    if (!Array.isArray(words)) throw wrong(at(path, 'oneOf'), 'a list', words)
    return {
      initial,
      take(given) {
        const word = words.find((each) => String(each).toUpperCase() === given.toUpperCase())
        if (word === undefined) throw new ScpiError(-224)
        return String(word)
      },
    }
  }
  const min = optional(fields.get('min'), (own) => number(own, at(path, 'min'))) ?? Number.NEGATIVE_INFINITY
  const max = optional(fields.get('max'), (own) => number(own, at(path, 'max'))) ?? Number.POSITIVE_INFINITY
  if (number(initial, at(path, 'initial')) < min || Number(initial) > max) {
    throw wrong(at(path, 'initial'), `a number from ${min} to ${max}`, initial)
  }
  return {
    initial,
    take(given) {
      const parsed = given.trim() === '' ? Number.NaN : Number(given)
      if (Number.isNaN(parsed)) throw new ScpiError(-104)
      if (parsed < min || parsed > max) throw new ScpiError(-222)
      return given
    },
  }
}
