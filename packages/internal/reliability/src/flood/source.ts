/** A peer that floods, in a process of its own, as its parent sees it. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

const SCRIPT = fileURLToPath(new URL('process.ts', import.meta.url))

export class Source implements AsyncDisposable {
  readonly #child: ChildProcess
  readonly port: number

  private constructor(child: ChildProcess, port: number) {
    this.#child = child
    this.port = port
  }

  /**
   * @param total bytes over each connection, after which it is ended
   * @param line what is sent over and over; default: bytes without an end of line
   */
  static async start(total: number, line?: string): Promise<Source> {
    const content = line === undefined ? [] : [line]
    const child = spawn(process.execPath, [SCRIPT, String(total), ...content], {
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    })
    const [port] = await once(child, 'message')
    return new Source(child, port as number)
  }

  /** Bytes handed to the kernel so far. */
  async handed(): Promise<number> {
    this.#child.send('handed')
    const [bytes] = await once(this.#child, 'message')
    return bytes as number
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const gone = once(this.#child, 'exit')
    this.#child.kill('SIGKILL')
    await gone
  }
}
