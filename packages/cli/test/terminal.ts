/** The program on a pseudo-terminal, by `script` of util-linux. */
import { type ChildProcessWithoutNullStreams, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { until } from '@sockio/conformance'
import { bin, env, LIMIT } from './sockio.ts'

/** Is there a `script` that takes a command? */
export const hasTerminal =
  spawnSync('script', ['--version'], { encoding: 'utf8' }).stdout?.includes('util-linux') ?? false
if (!hasTerminal) console.warn('SKIPPED: the tests on a terminal, for there is no "script" of util-linux')

const quoted = (text: string) => `'${text.replaceAll("'", "'\\''")}'`

export class Terminal implements AsyncDisposable {
  readonly #child: ChildProcessWithoutNullStreams
  readonly #closed: Promise<unknown>
  /** All that was ever written to it, escape sequences included. */
  raw = ''
  #seen = 0

  /** @param behind what the shell does besides: by default, it becomes the program */
  constructor(args: readonly string[], more: NodeJS.ProcessEnv = {}, behind = (command: string) => `exec ${command}`) {
    const command = [process.execPath, bin, ...args].map(quoted).join(' ')
    const script = ['-qefc', `stty cols 80 rows 24; ${behind(command)}`, '/dev/null']
    this.#child = spawn('script', script, {
      env: { ...env, TERM: 'xterm-256color', SHELL: '/bin/sh', ...more },
      timeout: LIMIT,
      killSignal: 'SIGKILL',
    })
    this.#child.stdout.on('data', (chunk) => {
      this.raw += chunk
    })
    this.#closed = once(this.#child, 'close')
  }

  /** Without escape sequences and carriage returns. */
  get text(): string {
    // biome-ignore lint/suspicious/noControlCharactersInRegex: escape sequences begin with one
    return this.raw.replaceAll(/\x1b\[[?\d;]*[a-zA-Z]|\r/g, '')
  }

  type(keys: string): void {
    this.#child.stdin.write(keys)
  }

  /** Waits until it shows that, behind what was waited for before. */
  async shows(what: RegExp): Promise<void> {
    const later = () => what.exec(this.text.slice(this.#seen))
    await until(`${what} in ${JSON.stringify(this.text.slice(this.#seen))}`, () => later() !== null)
    const match = later()
    this.#seen += (match?.index ?? 0) + (match?.[0].length ?? 0)
  }

  /** Its exit code. */
  async end(): Promise<number | null> {
    await this.#closed
    return this.#child.exitCode
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#child.kill('SIGKILL')
    await this.#closed
  }
}
