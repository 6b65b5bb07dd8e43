/** What the handler of a SCPI command gets: the parameters as they were sent, and as what they should be. */
import type { DeviceSession } from '../device.ts'
import type { Unit } from './message.ts'
import { ScpiError } from './scpi-error.ts'

const WORDS: Readonly<Record<string, boolean>> = { ON: true, OFF: false, '1': true, '0': false }
const NUMBER = /^[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?$/i

/** One call of a command. */
export class ScpiCall {
  /** The header as the client wrote it. */
  readonly header: string
  /** The parameters, without the quotes of those that had any. */
  readonly parameters: readonly string[]
  /** All parameters as one text, as they were sent: with quotes and commas. */
  readonly rest: string
  /** The numbers that stood for `<n>` in the pattern, in order; 1 where the client wrote none. */
  readonly suffixes: readonly number[]
  /** The connection that the command came from. */
  readonly session: DeviceSession

  constructor(unit: Unit, suffixes: readonly number[], session: DeviceSession) {
    this.header = unit.header
    this.parameters = unit.parameters
    this.rest = unit.rest
    this.suffixes = suffixes
    this.session = session
  }

  /**
   * The parameter at `index` (default 0).
   *
   * @throws {ScpiError} -109 if it is missing
   */
  text(index = 0): string {
    const parameter = this.parameters[index]
    if (parameter === undefined) throw new ScpiError(-109)
    return parameter
  }

  /**
   * The parameter at `index` (default 0) as a number from `min` to `max`.
   *
   * @throws {ScpiError} -109 if it is missing, -104 if it is no number, -222 if it is out of range
   */
  number(min = Number.NEGATIVE_INFINITY, max = Number.POSITIVE_INFINITY, index = 0): number {
    const text = this.text(index)
    if (!NUMBER.test(text)) throw new ScpiError(-104)
    const value = Number(text)
    if (value < min || value > max) throw new ScpiError(-222)
    return value
  }

  /**
   * The parameter at `index` (default 0) as `ON`, `OFF`, `1` or `0`.
   *
   * @throws {ScpiError} -109 if it is missing, -224 if it is something else
   */
  boolean(index = 0): boolean {
    const value = WORDS[this.text(index).toUpperCase()]
    if (value === undefined) throw new ScpiError(-224)
    return value
  }

  /**
   * The number for the `<n>` at `index` (default 0), from 1 to `max`.
   *
   * @throws {ScpiError} -114 if it is out of range
   */
  suffix(max: number, index = 0): number {
    const suffix = this.suffixes[index] ?? 1
    if (suffix < 1 || suffix > max) throw new ScpiError(-114)
    return suffix
  }
}
