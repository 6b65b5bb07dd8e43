/**
 * A workload in a process of its own. What V8 learnt of the calls in one workload (lines are Buffers) would slow down the
 * next (lines are text), and most users do one of them.
 */
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { type Measured, measure, type Plan, type Slice } from './measure.ts'
import { workloads } from './workloads.ts'

interface Task {
  readonly name: string
  readonly port: number
  readonly plan: Omit<Plan, 'tell'>
}

type Answer = { readonly progress: string } | { readonly slices: readonly (readonly [string, readonly Slice[]])[] }

export async function measuredApart(name: string, port: number, { tell, ...plan }: Plan): Promise<Measured> {
  const child = fork(fileURLToPath(import.meta.url), { serialization: 'advanced' })
  const task: Task = { name, port, plan }
  child.send(task)
  let slices: [string, readonly Slice[]][] | undefined
  child.on('message', (answer: Answer) => {
    if ('progress' in answer) tell(answer.progress)
    else slices = answer.slices.map(([contender, seen]) => [contender, seen])
  })
  const [code] = await once(child, 'close')
  if (slices === undefined) throw new Error(`the workload ${name} ended with code ${code}`)
  return new Map(slices)
}

async function work({ name, port, plan }: Task): Promise<void> {
  const workload = workloads.find((known) => known.name === name)
  if (workload === undefined) throw new RangeError(`there is no workload ${name}`)
  const answer = (answer: Answer, sent?: () => void) => process.send?.(answer, undefined, undefined, sent)
  const slices = [...(await measure(workload, port, { ...plan, tell: (progress) => answer({ progress }) }))]
  answer({ slices }, () => process.exit()) // what a contender leaves open must not keep it alive
}

if (import.meta.main) process.once('message', (task: Task) => work(task))
