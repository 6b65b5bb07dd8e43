/** Times of Effect, which the driver takes in milliseconds. */
import { Duration, Option } from 'effect'

const NAMES = [
  'timeout',
  'connectionTimeout',
  'pacing',
  'quiet',
  'settle',
  'minDelay',
  'maxDelay',
  'idle',
  'interval',
] as const

type Times = { readonly [N in (typeof NAMES)[number]]?: Duration.Input | undefined }

/** The options `O` with a duration wherever they have a time: `'2 seconds'`, `Duration.minutes(1)`, a number of ms. */
export type Timed<O> = {
  readonly [K in keyof O]: K extends keyof Times ? Duration.Input | Exclude<O[K], number> : O[K]
}

/** Options with durations in the driver's terms, which are ms. What is no duration is left to it: it says what is wrong with it. */
export function inMs<O>(options: Timed<O> & Times): O
export function inMs<O>(options: (Timed<O> & Times) | undefined): O | undefined
export function inMs(options: Times | undefined): object | undefined {
  if (options === undefined || options === null) return options
  const durations = NAMES.flatMap((name) => {
    const time = options[name]
    const ms = time === undefined || typeof time === 'number' ? Number.NaN : milliseconds(time)
    return Number.isNaN(ms) ? [] : [[name, ms]]
  })
  return durations.length === 0 ? options : { ...options, ...Object.fromEntries(durations) }
}

/** How many ms a duration is; NaN for what is none. */
export function milliseconds(time: Duration.Input): number {
  return Option.match(Duration.fromInput(time), { onNone: () => Number.NaN, onSome: Duration.toMillis })
}
