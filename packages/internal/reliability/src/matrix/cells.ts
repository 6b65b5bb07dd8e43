/** All cells of the matrix: every fault, in every situation, for every operation that exists there. */
import { random } from '../random.ts'
import type { Cell } from './expectation.ts'
import { faultRows } from './fault-rows.ts'
import { operations } from './operations.ts'
import { situations } from './situations.ts'

export const cells: readonly Cell[] = faultRows.flatMap((fault) =>
  situations.flatMap((situation) =>
    operations
      .filter((operation) => situation.suits(operation))
      .map((operation): Cell => ({ fault, situation, operation })),
  ),
)

/** One of so many cells, as the seed has it. */
export function sample(one: number, seed: number): readonly Cell[] {
  const next = random(seed)
  return cells.filter(() => next() < 1 / one)
}
