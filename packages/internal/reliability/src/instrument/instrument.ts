/** Instruments in a process of their own, as their parent sees them. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import type { Operations } from './process.ts'

const SCRIPT = fileURLToPath(new URL('process.ts', import.meta.url))

interface Answer {
  readonly id: number
  readonly value?: unknown
  readonly error?: string
}

export class Instrument implements AsyncDisposable {
  readonly #child: ChildProcess
  readonly #waiting = new Map<number, PromiseWithResolvers<unknown>>()
  #id = 0

  private constructor(child: ChildProcess) {
    this.#child = child
    child.on('message', (message) => {
      const { id, value, error } = message as Answer
      const waiting = this.#waiting.get(id)
      this.#waiting.delete(id)
      if (error === undefined) waiting?.resolve(value)
      else waiting?.reject(new Error(error))
    })
  }

  /** @param under what starts it, such as `unshare --net` */
  static async start(under: readonly string[] = []): Promise<Instrument> {
    const [command = process.execPath, ...args] = [...under, process.execPath, SCRIPT]
    const child = spawn(command, args, { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] })
    await once(child, 'spawn')
    return new Instrument(child)
  }

  get pid(): number {
    return this.#child.pid ?? 0
  }

  ask<K extends keyof Operations>(op: K, ...args: Parameters<Operations[K]>): ReturnType<Operations[K]> {
    const id = ++this.#id
    const waiting = Promise.withResolvers<unknown>()
    this.#waiting.set(id, waiting)
    this.#child.send({ id, op, args })
    return waiting.promise as ReturnType<Operations[K]>
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return
    const gone = once(this.#child, 'exit')
    this.#child.kill('SIGKILL')
    await gone
  }
}
