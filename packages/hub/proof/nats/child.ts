/** A script of this folder in a process of its own, which ends with its parent. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

export class Child<Message> implements AsyncDisposable {
  readonly #child: ChildProcess
  readonly heard: Message[] = []
  #waiting: { readonly test: (message: Message) => boolean; readonly resolve: (message: Message) => void }[] = []

  /** @param under what starts it, such as `unshare --net` */
  constructor(script: string, settings: unknown, under: readonly string[] = []) {
    const path = fileURLToPath(new URL(script, import.meta.url))
    const [command = process.execPath, ...args] = [...under, process.execPath, path, JSON.stringify(settings)]
    this.#child = spawn(command, args, { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] })
    this.#child.on('message', (message) => {
      this.heard.push(message as Message)
      const [...waiting] = this.#waiting
      this.#waiting = waiting.filter(({ test }) => !test(message as Message))
      for (const { test, resolve } of waiting) if (test(message as Message)) resolve(message as Message)
    })
    this.#child.on('error', () => undefined)
  }

  get pid(): number {
    return this.#child.pid ?? 0
  }

  /** The next message that it is true of. */
  next(test: (message: Message) => boolean): Promise<Message> {
    const { promise, resolve } = Promise.withResolvers<Message>()
    this.#waiting.push({ test, resolve })
    return promise
  }

  send(message: object): void {
    this.#child.send(message, () => undefined)
  }

  signal(signal: NodeJS.Signals): void {
    this.#child.kill(signal)
  }

  async kill(): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return
    const gone = once(this.#child, 'exit')
    this.#child.kill('SIGKILL')
    await gone
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.kill()
  }
}

/** In the child: what its parent wants of it. Ends it when the parent is gone. */
export function settings<T>(): T {
  process.on('disconnect', () => process.exit(1))
  return JSON.parse(process.argv[2] ?? '{}') as T
}
