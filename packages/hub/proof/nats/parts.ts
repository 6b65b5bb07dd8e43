/** The parts of the proof that need NATS: what hubs of several hosts survive. */
import { missing, nats } from '@sockio/integration'
import type { Part } from '../part.ts'
import { cluster } from './cluster.ts'
import { killed } from './killed.ts'
import { mixed } from './mixed.ts'
import { partition } from './partition.ts'
import { restarts } from './restarts.ts'
import { slow } from './slow.ts'
import { stopped } from './stopped.ts'

/** Skipped, loudly, where NATS is missing. */
const needing = (part: Part): Part => ({
  ...part,
  run: async (scale) =>
    missing(nats) ? { figures: { SKIPPED: `${nats.name} is missing: ${nats.install}` }, faults: [] } : part.run(scale),
})

export const natsParts: readonly Part[] = [killed, stopped, partition, restarts, cluster, slow, mixed].map(needing)
