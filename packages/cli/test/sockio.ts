/** The built program, as a child process. */
import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { until } from '@sockio/conformance'

export const bin = fileURLToPath(new URL('../dist/bin.js', import.meta.url))

/** A program that has not ended by then is kept by something that was left behind; nobody waits so long for less. */
export const LIMIT = 60_000

/** Nothing of the machine that runs the tests: no colours asked for, no history of its user (no folder can be made there). */
export const env: NodeJS.ProcessEnv = { PATH: process.env.PATH, HOME: '/dev/null', TZ: 'UTC' }

export interface Outcome {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

/** A run that is under way. */
export class Run implements AsyncDisposable {
  readonly child: ChildProcessWithoutNullStreams
  readonly #closed: Promise<unknown>
  stdout = ''
  stderr = ''

  constructor(
    args: readonly string[],
    more: { readonly env?: NodeJS.ProcessEnv; readonly node?: string; readonly cwd?: string } = {},
  ) {
    this.child = spawn(more.node ?? process.execPath, [bin, ...args], {
      env: { ...env, ...more.env },
      cwd: more.cwd,
      timeout: LIMIT,
      killSignal: 'SIGKILL',
    })
    this.child.stdout.on('data', (chunk) => {
      this.stdout += chunk
    })
    this.child.stderr.on('data', (chunk) => {
      this.stderr += chunk
    })
    this.child.stdin.on('error', () => undefined) // it may have ended before it was told all
    this.#closed = once(this.child, 'close')
  }

  /** Waits until stdout, or both streams, hold it. */
  async says(what: RegExp): Promise<RegExpMatchArray> {
    const found = () => what.exec(this.stdout) ?? what.exec(this.stderr)
    await until(
      `${what} in ${JSON.stringify([this.stdout, this.stderr])}`,
      () => found() !== null || this.child.exitCode !== null,
    )
    const match = found()
    if (match === null) throw new Error(`ended without ${what}: ${JSON.stringify([this.stdout, this.stderr])}`)
    return match
  }

  async end(): Promise<Outcome> {
    await this.#closed
    const { stdout, stderr } = this
    return { code: this.child.exitCode, stdout, stderr }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.child.kill('SIGKILL')
    await this.#closed
  }
}

/** Runs it to its end. */
export async function sockio(
  args: readonly string[],
  stdin: string | Buffer = '',
  more: { readonly env?: NodeJS.ProcessEnv; readonly node?: string; readonly cwd?: string } = {},
): Promise<Outcome> {
  await using run = new Run(args, more)
  run.child.stdin.end(stdin)
  return await run.end()
}
