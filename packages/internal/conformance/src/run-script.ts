/** Runs a script in a process of its own, against the package under test as its users import it. */
import { spawn } from 'node:child_process'

export interface Outcome {
  /** The exit code; null when it had to be killed. */
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

/** A process that has not ended by then is kept alive by something that was left behind. */
const LIMIT_MS = 60_000

/**
 * Runs in the package's folder, which is where its tests run; `port` is known to the script as `PORT`. `node` is the
 * Node that runs it, by default that of the tests.
 */
export function runScript(
  script: string,
  port: number,
  type: 'module' | 'commonjs' = 'module',
  node: string = process.execPath,
): Promise<Outcome> {
  return run(
    ['--unhandled-rejections=strict', `--input-type=${type}`, '--eval', `const PORT = ${port}\n${script}`],
    process.env,
    node,
  )
}

/** Runs a file, with its arguments; `flags` are those of Node, and `env` is added to the environment. */
export function runFile(
  file: string,
  args: readonly string[],
  {
    flags = [],
    env = {},
  }: { readonly flags?: readonly string[]; readonly env?: Readonly<Record<string, string>> } = {},
): Promise<Outcome> {
  return run([...flags, file, ...args], { ...process.env, ...env }, process.execPath)
}

function run(args: readonly string[], env: NodeJS.ProcessEnv, node: string): Promise<Outcome> {
  return new Promise((resolve, reject) => {
    const child = spawn(node, args, { stdio: ['ignore', 'pipe', 'pipe'], timeout: LIMIT_MS, env })
    let stdout = ''
    let stderr = ''
    child.stdout.on('data', (chunk) => {
      stdout += chunk
    })
    child.stderr.on('data', (chunk) => {
      stderr += chunk
    })
    child.on('error', reject)
    child.on('close', (code) => resolve({ code, stdout: stdout.trim(), stderr }))
  })
}
