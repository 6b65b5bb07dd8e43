/** An oscilloscope that speaks SCPI, to try things on. */
import { type Check, checkFields, checkInteger, checkMs, checkText } from '../check.ts'
import type { DeviceFunction } from '../device.ts'
import { random } from '../random.ts'
import { stream } from '../reply.ts'
import type { ScpiCommands } from './commands.ts'
import { type NumericSetting, numericSettings } from './numeric-settings.ts'
import { scpi } from './scpi.ts'
import { MOST_POINTS, waveform } from './waveform.ts'

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
  /** Points of a waveform, until `WAVeform:POINts` changes it; default 1000. */
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

/** Values about `mean`, the same on every run, as instruments write them: `1.234567E+0`. */
function measurement(mean: number, seed: number): () => string {
  const next = random(seed)
  return () => (mean * (1 + 0.01 * (next() - 0.5))).toExponential(6).toUpperCase()
}

/** What can be set and asked for: per channel, and of the instrument. */
const settings = (channels: number): Readonly<Record<string, NumericSetting>> => ({
  'CHANnel<n>:SCALe': { initial: 1, min: 0.001, max: 10, count: channels },
  'CHANnel<n>:OFFSet': { initial: 0, min: -10, max: 10, count: channels },
  'TIMebase:SCALe': { initial: 0.001, min: 1e-9, max: 50 },
  'TRIGger:LEVel': { initial: 0, min: -10, max: 10 },
})

/**
 * An oscilloscope: a device made with `scpi()`, with its common commands and error queue, and
 *
 * - `CHANnel<n>:SCALe`, `CHANnel<n>:OFFSet`, `TIMebase:SCALe`, `TRIGger:LEVel`, `OUTPut[:STATe] ON|OFF|1|0`, each to be
 *   set and asked for
 * - `MEASure:VOLTage?`, `MEASure:CURRent?`, `MEASure:FREQuency?`: noisy, and the same on every run
 * - `WAVeform:DATA?`, a definite block of as many samples as `WAVeform:POINts` says, unsigned, as `WAVeform:FORMat
 *   BYTE|WORD` and, of words, `WAVeform:BYTeorder MSBFirst|LSBFirst` say: a sine that fills the screen
 * - `WAVeform:PREamble?`, ten fields as oscilloscopes of Keysight and Rigol have them: format (0 byte, 1 word), type, points,
 *   count, x increment, origin and reference, y increment, origin and reference, each also to be asked for by itself
 *   (`WAVeform:YINCrement?`...). Volts are (sample - reference) * increment + origin; the increment follows `TIMebase:SCALe`
 *   and the `CHANnel<n>:SCALe` of the channel that `WAVeform:SOURce CHANnel<n>` names
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
  const numbers = numericSettings(settings(channels))
  const wave = waveform(options.points ?? 1000, {
    channels,
    volts: (channel) => numbers.value('CHANnel<n>:SCALe', channel),
    seconds: () => numbers.value('TIMebase:SCALe'),
  })
  const initial = { period: options.period ?? 10, output: false }
  let state = { ...initial }
  const commands: ScpiCommands = {
    ...numbers.commands,
    ...wave.commands,
    'OUTPut[:STATe]': (call) => {
      state.output = call.boolean()
    },
    'OUTPut[:STATe]?': () => (state.output ? '1' : '0'),
    'MEASure:VOLTage[:DC]?': measurement(1.25, seed),
    'MEASure:CURRent[:DC]?': measurement(0.02, seed + 1),
    'MEASure:FREQuency?': measurement(1000, seed + 2),
    'ACQuire:PERiod': (call) => {
      state.period = call.number(SHORTEST_MS, LONGEST_MS)
    },
    'ACQuire:PERiod?': () => String(state.period),
    'ACQuire:STARt': () => stream(line, { period: state.period }),
    'ACQuire:STOP': (call) => call.session.stopStream(),
  }
  const reset = () => {
    numbers.reset()
    wave.reset()
    state = { ...initial }
  }
  return scpi(commands, { idn, reset, errors })
}
