/** The cable between two namespaces: a process that carries their packets, and that a test may disturb. */
import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

const SCRIPT = fileURLToPath(new URL('wire.pl', import.meta.url))

export interface Carried {
  readonly carried: number
  readonly dropped: number
}

export class Wire implements AsyncDisposable {
  readonly #child: ChildProcessWithoutNullStreams
  readonly #waiting: PromiseWithResolvers<string>[] = []

  private constructor(child: ChildProcessWithoutNullStreams) {
    this.#child = child
    child.stderr.pipe(process.stderr)
    createInterface(child.stdout).on('line', (line) => this.#waiting.shift()?.resolve(line))
    child.once('exit', (code) => {
      for (const { reject } of this.#waiting) reject(new Error(`the wire ended with code ${code}`))
    })
  }

  /** Its two ends, `wire0` and `wire1`, are in the namespace of this process. */
  static async start(): Promise<Wire> {
    const wire = new Wire(spawn('perl', [SCRIPT]))
    await wire.#answer()
    return wire
  }

  /** Each packet takes so long, in each direction. */
  delay(ms: number): Promise<Carried> {
    return this.#tell(`delay ${ms}`)
  }

  /** Each packet is lost with this probability. */
  loss(probability: number, seed: number): Promise<Carried> {
    return this.#tell(`loss ${probability} ${seed}`)
  }

  /** Nothing comes through any more, and what is under way is lost. */
  cut(): Promise<Carried> {
    return this.#tell('cut')
  }

  mend(): Promise<Carried> {
    return this.#tell('mend')
  }

  count(): Promise<Carried> {
    return this.#tell('count')
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const gone = once(this.#child, 'exit')
    this.#child.stdin.end()
    await gone
  }

  async #tell(command: string): Promise<Carried> {
    this.#child.stdin.write(`${command}\n`)
    const [carried, dropped] = (await this.#answer()).split(' ').map(Number)
    return { carried: carried ?? 0, dropped: dropped ?? 0 }
  }

  #answer(): Promise<string> {
    const waiting = Promise.withResolvers<string>()
    this.#waiting.push(waiting)
    return waiting.promise
  }
}
