/** An oscilloscope that speaks SCPI, to try things on. */
import { type Check, checkFields, checkInteger, checkMs, checkText } from '../check.ts'
import type { DeviceFunction } from '../device.ts'
import { random } from '../random.ts'
import { block, stream } from '../reply.ts'
import { type ScpiCommands, scpi } from './scpi.ts'

const MOST_POINTS = 100_000_000
const SHORTEST_MS = 0
const LONGEST_MS = 3_600_000

/** How a simulated oscilloscope is made; all of it is optional. */
export interface ScopeOptions {
  /** What `*IDN?` answers; default `'SOCKIO,SCOPE,0,1.0'`. */
  readonly idn?: string | undefined
  /** What the measurements are determined by; default 1. */
  readonly seed?: number | undefined
  /** How many channels it has; default 4. */
  readonly channels?: number | undefined
  /** Points, that is bytes, of a waveform, until `WAVeform:POINts` changes it; default 1000. */
  readonly points?: number | undefined
  /** Ms from one line of the acquisition to the next, until `ACQuire:PERiod` changes it; default 10, 0: no pause. */
  readonly period?: number | undefined
  /** The lines of the acquisition by their index; default: the index itself, `0`, `1`, `2`... */
  readonly line?: ((index: number) => string) | undefined
  /** How many errors its queue holds; default 20. */
  readonly errors?: number | undefined
}

const count =
  (min: number, max?: number): Check =>
  (name, value) =>
    checkInteger(name, value, min, max)

const OPTIONS: Readonly<Record<keyof ScopeOptions, Check>> = {
  idn: (name, value) => checkText(name, value),
  seed: count(Number.MIN_SAFE_INTEGER),
  channels: count(1),
  points: count(1, MOST_POINTS),
  period: checkMs,
  line(name, value) {
    if (typeof value !== 'function') throw new TypeError(`${name} must be a function`)
  },
  errors: count(1),
}

/** A sine in unsigned bytes; in a long one every value from 0 to 255 occurs, ends of line included. */
function waveform(points: number): Uint8Array {
  return Uint8Array.from({ length: points }, (_, index) => Math.round(127.5 + 127.5 * Math.sin(0.05 * index)))
}

/** Values about `mean`, the same on every run, as instruments write them: `1.234567E+0`. */
function measurement(mean: number, seed: number): () => string {
  const next = random(seed)
  return () => (mean * (1 + 0.01 * (next() - 0.5))).toExponential(6).toUpperCase()
}

interface Setting {
  readonly initial: number
  readonly min: number
  readonly max: number
}

/** Settings that each channel has of its own. */
const PER_CHANNEL: Readonly<Record<string, Setting>> = {
  'CHANnel<n>:SCALe': { initial: 1, min: 0.001, max: 10 },
  'CHANnel<n>:OFFSet': { initial: 0, min: -10, max: 10 },
}

const COMMON: Readonly<Record<string, Setting>> = {
  'TIMebase:SCALe': { initial: 0.001, min: 1e-9, max: 50 },
  'TRIGger:LEVel': { initial: 0, min: -10, max: 10 },
}

/** Numbers that can be set and asked for, and what `*RST` does to them. */
function settings(channels: number): { readonly commands: ScpiCommands; reset(): void } {
  const values = new Map<string, number>()
  const commands: Record<string, ScpiCommands[string]> = {}
  for (const [pattern, { initial, min, max }] of Object.entries({ ...PER_CHANNEL, ...COMMON })) {
    const most = pattern in PER_CHANNEL ? channels : 1
    commands[pattern] = (call) => {
      values.set(pattern + call.suffix(most), call.number(min, max))
      return undefined
    }
    commands[`${pattern}?`] = (call) => String(values.get(pattern + call.suffix(most)) ?? initial)
  }
  return { commands, reset: () => values.clear() }
}

/**
 * An oscilloscope: a device made with `scpi()`, with its common commands and error queue, and
 *
 * - `CHANnel<n>:SCALe`, `CHANnel<n>:OFFSet`, `TIMebase:SCALe`, `TRIGger:LEVel`, `OUTPut[:STATe] ON|OFF|1|0`, each to be
 *   set and asked for
 * - `MEASure:VOLTage?`, `MEASure:CURRent?`, `MEASure:FREQuency?`: noisy, and the same on every run
 * - `WAVeform:DATA?`, a definite block of as many bytes as `WAVeform:POINts` says
 * - `ACQuire:STARt`, which sends lines until `ACQuire:STOP`, one each `ACQuire:PERiod` ms
 *
 * The settings belong to the instrument, not to the client; an acquisition belongs to the client that started it.
 *
 * @throws {TypeError | RangeError} on a bad or unknown option
 * @example
 * await using device = await simulate(scope({ period: 1 }))
 */
export function scope(options: ScopeOptions = {}): DeviceFunction {
  checkFields('options', options, OPTIONS)
  const { idn = 'SOCKIO,SCOPE,0,1.0', seed = 1, channels = 4, line = (index) => `${index}`, errors } = options
  const numbers = settings(channels)
  const initial = { points: options.points ?? 1000, period: options.period ?? 10, output: false }
  let state = { ...initial }
  let data: Uint8Array | undefined
  const commands: ScpiCommands = {
    ...numbers.commands,
    'OUTPut[:STATe]': (call) => {
      state.output = call.boolean()
    },
    'OUTPut[:STATe]?': () => (state.output ? '1' : '0'),
    'MEASure:VOLTage[:DC]?': measurement(1.25, seed),
    'MEASure:CURRent[:DC]?': measurement(0.02, seed + 1),
    'MEASure:FREQuency?': measurement(1000, seed + 2),
    'WAVeform:POINts': (call) => {
      state.points = Math.round(call.number(1, MOST_POINTS))
    },
    'WAVeform:POINts?': () => String(state.points),
    'WAVeform:DATA?': () => {
      if (data?.length !== state.points) data = waveform(state.points)
      return block(data)
    },
    'ACQuire:PERiod': (call) => {
      state.period = call.number(SHORTEST_MS, LONGEST_MS)
    },
    'ACQuire:PERiod?': () => String(state.period),
    'ACQuire:STARt': () => stream(line, { period: state.period }),
    'ACQuire:STOP': (call) => call.session.stopStream(),
  }
  const reset = () => {
    numbers.reset()
    state = { ...initial }
  }
  return scpi(commands, { idn, reset, errors })
}
