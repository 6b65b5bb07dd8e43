/** The commands of earlier shells, in a file of the user's state folder. */
import { appendFileSync, chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { dirname, join } from 'node:path'

/** So many are kept; the file is cut back to that when it holds twice as many. */
export const KEPT = 1000

/** `$XDG_STATE_HOME/sockio/history`, by default in `~/.local/state`. */
export function historyFile(env: NodeJS.ProcessEnv): string {
  const { XDG_STATE_HOME: state } = env
  return join(state?.startsWith('/') ? state : join(homedir(), '.local', 'state'), 'sockio', 'history')
}

/** The commands in the file, the newest first; none where there is no file. */
export function loadHistory(file: string): string[] {
  let lines: string[]
  try {
    lines = readFileSync(file, 'utf8').split('\n').filter(Boolean)
  } catch {
    return [] // the first shell
  }
  if (lines.length > 2 * KEPT) writeFileSync(file, `${lines.slice(-KEPT).join('\n')}\n`, { mode: 0o600 })
  return lines.slice(-KEPT).reverse()
}

/**
 * Adds a command to the file, unless it begins with a space, as shells have it: a password may be in it. Where that can't be
 * done, the shell goes on without.
 */
export function remember(file: string, command: string): void {
  if (command.startsWith(' ')) return
  try {
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
    appendFileSync(file, `${command}\n`, { mode: 0o600 })
    chmodSync(file, 0o600) // it may have been made by another
  } catch {
    // a read-only home: nothing that a person at an instrument needs to be told
  }
}
