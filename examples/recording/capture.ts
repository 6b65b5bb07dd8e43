/** Runs a program and keeps what it prints, line by line, with the time of each. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'

/** A piece of a line in one style. */
export interface Run {
  readonly text: string
  readonly bold: boolean
  /** As in SGR: 31 is red. */
  readonly colour: number | undefined
}

export interface Line {
  /** Ms since the start. */
  readonly time: number
  readonly runs: readonly Run[]
}

const ESCAPE = '\x1b'
const SEQUENCE = new RegExp(`${ESCAPE}\\[([\\d;]*)m`)

/** Takes a line with SGR sequences apart. */
export function runsOf(line: string): Run[] {
  let [bold, colour]: [boolean, number | undefined] = [false, undefined]
  const runs: Run[] = []
  for (const [i, part] of line.split(SEQUENCE).entries()) {
    if (i % 2 === 0) {
      if (part !== '') runs.push({ text: part, bold, colour })
      continue
    }
    for (const code of part.split(';').map(Number)) {
      if (code === 0) [bold, colour] = [false, undefined]
      else if (code === 1) bold = true
      else if (code === 22) bold = false
      else if (code === 39) colour = undefined
      else if (code >= 30 && code <= 37) colour = code
    }
  }
  return runs
}

/** Runs it to its end, with colours; throws when it fails. */
export async function capture(command: string, args: readonly string[], cwd: string): Promise<Line[]> {
  const began = performance.now()
  const { NO_COLOR: _, ...env } = process.env
  const child = spawn(command, args, { cwd, env: { ...env, FORCE_COLOR: '1' }, stdio: ['ignore', 'pipe', 'inherit'] })
  const lines: Line[] = []
  let rest = ''
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    const parts = (rest + chunk).split('\n')
    rest = parts.pop() ?? ''
    for (const part of parts) lines.push({ time: performance.now() - began, runs: runsOf(part) })
  })
  const [code] = await once(child, 'close')
  if (code !== 0) throw new Error(`${command} ${args.join(' ')} ended with ${code}`)
  return lines.slice(0, lines.findLastIndex(({ runs }) => runs.length > 0) + 1)
}
