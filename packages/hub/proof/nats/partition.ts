/** The owner is cut off from NATS and not from its instrument: in networks of their own, where the machine allows that. */
import { NAMESPACE, unable } from '../../../internal/reliability/src/network/ability.ts'
import type { Part } from '../part.ts'
import { Child } from './child.ts'
import type { PartitionMessage } from './partition-process.ts'

export const partition: Part = {
  name: 'partition',
  says: 'the owner is cut off from NATS and not from its instrument: it stops before the next one starts',
  async run(scale) {
    const why = unable()
    if (why !== undefined) return { figures: { SKIPPED: why }, faults: [] }
    await using child = new Child<PartitionMessage>('partition-process.ts', { scale }, NAMESPACE)
    return (await child.next(({ result }) => result !== undefined)).result
  },
}
