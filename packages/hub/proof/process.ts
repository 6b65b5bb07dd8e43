/** Another process of the proof, which does what it is told, one order after the other. */
import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import type { Order } from './worker.ts'

export class Process implements AsyncDisposable {
  readonly #child: ChildProcess

  constructor() {
    this.#child = fork(new URL('worker.ts', import.meta.url), { execArgv: ['--expose-gc'], stdio: 'inherit' })
  }

  get pid(): number | undefined {
    return this.#child.pid
  }

  async do<T>(order: Order): Promise<T> {
    const answer = once(this.#child, 'message')
    this.#child.send(order)
    const [{ value, error }] = (await answer) as [{ readonly value?: T; readonly error?: string }]
    if (error !== undefined) throw new Error(error)
    return value as T
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#child.exitCode !== null) return
    const over = once(this.#child, 'exit')
    this.#child.send({ do: 'end' } satisfies Order)
    await over
  }
}

/** So many of them. */
export class Processes implements AsyncDisposable {
  readonly all: readonly Process[]

  constructor(count: number) {
    this.all = Array.from({ length: count }, () => new Process())
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(this.all.map((each) => each[Symbol.asyncDispose]()))
  }
}
