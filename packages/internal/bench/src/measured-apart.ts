/**
 * Workloads in a process of their own. What V8 learnt of the calls in one workload (lines are Buffers) would slow down the
 * next (lines are text), and most users do one of them: only who does not look at the figures gives several to one process.
 */
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { unpinned } from './cores.ts'
import { type Measured, measure, type Plan, type Slice } from './measure.ts'
import type { Workload } from './workload.ts'
import { workloads } from './workloads.ts'

interface Task {
  readonly names: readonly string[]
  readonly port: number
  readonly plan: Omit<Plan, 'tell'>
}

type Slices = readonly (readonly [contender: string, slices: readonly Slice[]])[]
type Answer = { readonly progress: string } | { readonly all: readonly Slices[] }

/** What each of the workloads of these names came to, in their order. */
export async function measuredApart(
  names: readonly string[],
  port: number,
  { tell, ...plan }: Plan,
): Promise<readonly Measured[]> {
  const start = () => fork(fileURLToPath(import.meta.url), { serialization: 'advanced' })
  const child = names.every((name) => known(name).unpinned) ? unpinned(start) : start()
  const task: Task = { names, port, plan }
  child.send(task)
  let measured: readonly Measured[] | undefined
  child.on('message', (answer: Answer) => {
    if ('progress' in answer) tell(answer.progress)
    else measured = answer.all.map((slices) => new Map(slices))
  })
  const [code] = await once(child, 'close')
  if (measured === undefined) throw new Error(`the process of ${names.join('; ')} ended with code ${code}`)
  return measured
}

function known(name: string): Workload {
  const workload = workloads.find((each) => each.name === name)
  if (workload === undefined) throw new RangeError(`there is no workload ${name}`)
  return workload
}

async function work({ names, port, plan }: Task): Promise<void> {
  const answer = (answer: Answer, sent?: () => void) => process.send?.(answer, undefined, undefined, sent)
  const all: Slices[] = []
  for (const name of names) {
    all.push([...(await measure(known(name), port, { ...plan, tell: (progress) => answer({ progress }) }))])
  }
  answer({ all }, () => process.exit()) // what a contender leaves open must not keep it alive
}

if (import.meta.main) process.once('message', (task: Task) => work(task))
