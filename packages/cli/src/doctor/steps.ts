/** The probes in their order, each with the chart it reads and writes. */
import type { Chart } from './chart.ts'
import type { Exam, Probe } from './probe.ts'
import { acknowledgement } from './probes/acknowledgement.ts'
import { ask } from './probes/ask.ts'
import { banner } from './probes/banner.ts'
import { echo } from './probes/echo.ts'
import { idle } from './probes/idle.ts'
import { name } from './probes/name.ts'
import { pace } from './probes/pace.ts'
import { port } from './probes/ports.ts'
import { prompt } from './probes/prompt.ts'
import { replies } from './probes/replies.ts'
import { replyEnd } from './probes/reply-end.ts'
import { secondClient } from './probes/second-client.ts'
import { stress } from './probes/stress.ts'
import { telnet } from './probes/telnet.ts'
import type { Reading } from './reading.ts'

type Seen = Pick<Exam, 'allowed' | 'chart'>

/** A probe whose finding is in the chart. */
export interface Step {
  readonly name: string
  due(seen: Seen): boolean
  does(seen: Seen): string
  bound(seen: Seen): number
  /** What the chart gets. */
  run(exam: Exam): Promise<Chart>
  found(seen: Seen): string
  reads(seen: Seen): readonly Reading[]
}

function step<N extends keyof Chart>(probe: Probe<N>): Step {
  return {
    name: probe.name,
    due: (seen) => probe.due(seen),
    does: (seen) => probe.does(seen),
    bound: (seen) => probe.bound(seen),
    run: async (exam) => ({ [probe.name]: await probe.run(exam) }),
    found({ chart, allowed }) {
      const finding = chart[probe.name]
      return finding === undefined ? '' : probe.found(finding, allowed)
    },
    reads(seen) {
      const finding = seen.chart[probe.name]
      return finding === undefined ? [] : probe.reads(finding, seen)
    },
  }
}

export const steps: readonly Step[] = [
  step(name),
  step(port),
  step(banner),
  step(ask),
  step(telnet),
  step(replies),
  step(echo),
  step(prompt),
  step(replyEnd),
  step(pace),
  step(acknowledgement),
  step(secondClient),
  step(idle),
  step(stress),
]
