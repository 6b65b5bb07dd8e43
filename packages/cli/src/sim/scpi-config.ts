/** A SCPI instrument as a configuration writes it: settings, readings that follow them, and other commands. */
import { type Device, type Reply, ScpiError, type ScpiHandler, scpi } from '@sockio/sim'
import { CommandError, exitCodes, messageOf } from '../failure.ts'
import type { Noise } from './noise.ts'
import { at, integer, mapping, number, optional, text, wrong } from './read.ts'
import { answer } from './replies.ts'

export function readScpi(value: unknown, path: string, noise: Noise): Device {
  const fields = mapping(value, path, ['idn', 'errors', 'commands', 'settings'])
  const commands = new Map<string, Reply | ScpiHandler>() // in an object, `__proto__` would be no command
  const given = optional(fields.get('settings'), (own) => mapping(own, at(path, 'settings'))) ?? new Map()
  const settings = new Map<string, Setting>()
  const values = new Map<string, string>()
  for (const [pattern, own] of given) {
    const setting = readSetting(own, at(at(path, 'settings'), pattern))
    settings.set(pattern, setting)
    commands.set(`${pattern}?`, () => values.get(pattern) ?? setting.initial)
    commands.set(pattern, (call) => {
      values.set(pattern, setting.take(call.text()))
    })
  }
  const own = optional(fields.get('commands'), (given) => mapping(given, at(path, 'commands'))) ?? new Map()
  for (const [pattern, given] of own) {
    const where = at(at(path, 'commands'), pattern)
    const reading = readReading(given, where, [...settings.keys()])
    if (reading !== undefined) {
      const initial = settings.get(reading.pattern)?.initial ?? ''
      number(initial, at(where, 'of')) // a setting of words has no gain
      commands.set(
        pattern,
        reading.make(() => values.get(reading.pattern) ?? initial, noise()),
      )
      continue
    }
    const reply = answer(given, where, noise)
    commands.set(pattern, typeof reply === 'function' ? (call) => reply(call.session) : reply)
  }
  const idn = optional(fields.get('idn'), (given) => text(given, at(path, 'idn')))
  const errors = optional(fields.get('errors'), (given) => integer(given, at(path, 'errors'), 1))
  try {
    return scpi(Object.fromEntries(commands), { idn, errors, reset: () => values.clear() })
  } catch (error) {
    throw new CommandError(`${path}: ${messageOf(error)}`, exitCodes.usage, error)
  }
}

interface Reading {
  /** The setting that it follows. */
  readonly pattern: string
  make(setting: () => string, next: () => number): () => string
}

/** `{ of: VOLTage, gain: 1, noise: 0.01 }`: what is measured, which follows what is set. */
function readReading(value: unknown, path: string, settings: readonly string[]): Reading | undefined {
  if (typeof value !== 'object' || value === null || !('of' in value)) return undefined
  const fields = mapping(value, path, ['of', 'gain', 'noise'])
  const of = text(fields.get('of'), at(path, 'of'))
  const pattern = settings.find((each) => each === of) ?? settings.find((each) => plain(each) === plain(of))
  if (pattern === undefined) throw wrong(at(path, 'of'), `one of the settings ${settings.join(', ') || '(none)'}`, of)
  const gain = optional(fields.get('gain'), (own) => number(own, at(path, 'gain'))) ?? 1
  const noise = optional(fields.get('noise'), (own) => number(own, at(path, 'noise'))) ?? 0
  return {
    pattern,
    make: (setting, next) => () => (gain * Number(setting()) + noise * (2 * next() - 1)).toExponential(6).toUpperCase(),
  }
}

/** A pattern without what may be left out: `[SOURce:]VOLTage` is the `VOLTage`. */
function plain(pattern: string): string {
  return pattern.replaceAll(/\[[^\]]*\]/g, '').toUpperCase()
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
