/** The instrument of a page, as its reader starts it in a second terminal: `sockio sim bench.mts`. */
import { type ChildProcessByStdio, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { docs } from '../src/pages.ts'

const cli = join(docs, 'node_modules', '@sockio', 'cli', 'dist', 'bin.js')

type Child = ChildProcessByStdio<null, Readable, Readable>

export class Bench implements AsyncDisposable {
  readonly host = '127.0.0.1'
  readonly port: number
  readonly #child: Child

  private constructor(child: Child, port: number) {
    this.#child = child
    this.port = port
  }

  /** @param file a configuration, in `folder` */
  static async start(folder: string, file: string): Promise<Bench> {
    const child = spawn('node', [cli, 'sim', file, '--port', '0', '--quiet'], {
      cwd: folder,
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    let said = ''
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk: Buffer) => {
        said += chunk
      })
    }
    const ended = once(child, 'close').then(() => Promise.reject(new Error(`the bench has ended: ${said}`)))
    ended.catch(() => undefined)
    while (!said.includes('\n')) await Promise.race([once(child.stdout, 'data'), ended])
    const [, port] = /^listening on tcp:\/\/127\.0\.0\.1:(\d+)\n/.exec(said) ?? []
    if (port === undefined) throw new Error(`the bench does not listen: ${said}`)
    return new Bench(child, Number(port))
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const closed = once(this.#child, 'close')
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return
    this.#child.kill()
    await closed
  }
}
