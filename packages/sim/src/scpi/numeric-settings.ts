/** Numbers of an instrument that can be set and asked for. */
import type { ScpiCall } from './call.ts'
import type { ScpiCommands } from './commands.ts'

/** A number between bounds, and what it is at first. */
export interface NumericSetting {
  readonly initial: number
  readonly min: number
  readonly max: number
  /** How many there are of it, told apart by the `<n>` of the pattern; default: one. */
  readonly count?: number
}

export interface NumericSettings {
  /** Each pattern, and the query of it. */
  readonly commands: ScpiCommands
  value(pattern: string, suffix?: number): number
  /** What `*RST` does to them. */
  reset(): void
}

export function numericSettings(settings: Readonly<Record<string, NumericSetting>>): NumericSettings {
  const values = new Map<string, number>()
  const value = (pattern: string, suffix = 1) => values.get(pattern + suffix) ?? settings[pattern]?.initial ?? 0
  const commands: Record<string, ScpiCommands[string]> = {}
  for (const [pattern, { min, max, count = 1 }] of Object.entries(settings)) {
    commands[pattern] = (call: ScpiCall) => {
      values.set(pattern + call.suffix(count), call.number(min, max))
      return undefined
    }
    commands[`${pattern}?`] = (call: ScpiCall) => String(value(pattern, call.suffix(count)))
  }
  return { commands, value, reset: () => values.clear() }
}
