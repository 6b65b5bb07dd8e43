/** A power supply that speaks SCPI: what it measures follows what it is set to. */
import { type Check, checkFields, checkInteger, checkText, shown } from '../check.ts'
import type { DeviceFunction } from '../device.ts'
import { random } from '../random.ts'
import { numericSettings } from './numeric-settings.ts'
import { scpi } from './scpi.ts'

/** How a simulated power supply is made; all of it is optional. */
export interface SupplyOptions {
  /** What `*IDN?` answers; default `'SOCKIO,SUPPLY,0,1.0'`. */
  readonly idn?: string | undefined
  /** What the noise of the readings is determined by; default 1. */
  readonly seed?: number | undefined
  /** Of the readings, as a part of their value; default 0.001, 0: none. */
  readonly noise?: number | undefined
  /** The resistor at its output, in ohms; default 10. */
  readonly load?: number | undefined
  /** How many errors its queue holds; default 20. */
  readonly errors?: number | undefined
}

const amount =
  (least: number, most: number): Check =>
  (name, value) => {
    if (typeof value !== 'number') throw new TypeError(`${name} must be a number, not ${shown(value)}`)
    if (!(value >= least && value <= most)) {
      throw new RangeError(`${name} must be from ${least} to ${most}, not ${value}`)
    }
  }

const OPTIONS: Readonly<Record<keyof SupplyOptions, Check>> = {
  idn: (name, value) => checkText(name, value),
  seed: (name, value) => checkInteger(name, value, Number.MIN_SAFE_INTEGER),
  noise: amount(0, 1),
  load: amount(0.001, 1e9),
  errors: (name, value) => checkInteger(name, value, 1),
}

const VOLTAGE = '[SOURce:]VOLTage[:LEVel][:IMMediate][:AMPLitude]'
const CURRENT = '[SOURce:]CURRent[:LEVel][:IMMediate][:AMPLitude]'

/**
 * A power supply with a resistor at its output: a device made with `scpi()`, with its common commands and error queue, and
 *
 * - `[SOURce:]VOLTage` (0 to 30 V, at first 0) and `[SOURce:]CURRent` (the limit: 0 to 5 A, at first 1), each to be set and
 *   asked for
 * - `OUTPut[:STATe] ON|OFF|1|0`, to be set and asked for; at first on, so that `VOLT 5` is enough to see something
 * - `MEASure[:SCALar]:VOLTage[:DC]?`, `:CURRent?` and `:POWer?`: what is set, as far as the limit of the current allows, with
 *   noise that is the same on every run; nothing while the output is off
 *
 * `*RST` goes back to what was at first.
 *
 * @throws {TypeError | RangeError} on a bad or unknown option
 * @example
 * await using device = await simulate(supply({ load: 100 })) // "VOLT 5", and "MEAS:CURR?" answers about 0.05
 */
export function supply(options: SupplyOptions = {}): DeviceFunction {
  checkFields('options', options, OPTIONS)
  const { idn = 'SOCKIO,SUPPLY,0,1.0', seed = 1, noise = 0.001, load = 10, errors } = options
  const settings = numericSettings({
    [VOLTAGE]: { initial: 0, min: 0, max: 30 },
    [CURRENT]: { initial: 1, min: 0, max: 5 },
  })
  let on = true
  const amperes = () => (on ? Math.min(settings.value(VOLTAGE) / load, settings.value(CURRENT)) : 0)
  const reading = (value: () => number, seed: number) => {
    const next = random(seed)
    return () => (value() * (1 + noise * (2 * next() - 1))).toExponential(6).toUpperCase()
  }
  return scpi(
    {
      ...settings.commands,
      'OUTPut[:STATe]': (call) => {
        on = call.boolean()
      },
      'OUTPut[:STATe]?': () => (on ? '1' : '0'),
      'MEASure[:SCALar]:VOLTage[:DC]?': reading(() => amperes() * load, seed),
      'MEASure[:SCALar]:CURRent[:DC]?': reading(amperes, seed + 1),
      'MEASure[:SCALar]:POWer[:DC]?': reading(() => amperes() ** 2 * load, seed + 2),
    },
    {
      idn,
      errors,
      reset() {
        settings.reset()
        on = true
      },
    },
  )
}
