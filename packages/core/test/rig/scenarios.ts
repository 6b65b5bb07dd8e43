/** Runs a table of scenarios: inputs of a rig, each with exactly the outputs that it must have. */
import { expect, it } from 'vitest'
import type { Output } from './outputs.ts'
import { type Rig, type RigOptions, rig } from './rig.ts'

/** An input, and all that comes out of it. */
export type Step = readonly [input: (rig: Rig) => unknown, ...outputs: Output[]]

export interface Scenario {
  readonly title: string
  readonly settings?: RigOptions
  /** Starts in state `idle`; otherwise on an open connection, with the hook (if there is one) still running. */
  readonly cold?: boolean
  readonly steps: readonly Step[]
  /** The states on the way, after the start. */
  readonly states?: readonly string[]
}

/** Registers one test for each scenario. */
export function scenarios(table: readonly Scenario[]): void {
  for (const { title, settings, cold, steps, states } of table) {
    it(title, () => {
      const subject = rig(settings)
      if (cold !== true) subject.open()
      const past = subject.outputs.states.length
      for (const [i, [input, ...outputs]] of steps.entries()) {
        input(subject)
        expect(subject.take(), `step ${i + 1}: ${input}`).toEqual(outputs)
      }
      expect(subject.outputs.violations).toEqual([])
      if (states !== undefined) expect(subject.outputs.states.slice(past)).toEqual(states)
    })
  }
}
