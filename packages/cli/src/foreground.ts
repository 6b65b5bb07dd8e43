/** Is this a program that the user talks to, or one that was sent to the background of its terminal (`&`)? */
import { spawnSync } from 'node:child_process'

/**
 * A program in the background is stopped by the system when it reads from the terminal, so it must know. `ps` marks those
 * in the foreground by a `+`, on Linux, macOS and the BSDs; without it, one is assumed to be there.
 */
export function inForeground(): boolean {
  const { stdout, status } = spawnSync('ps', ['-o', 'stat=', '-p', String(process.pid)], { encoding: 'utf8' })
  return status !== 0 || stdout.includes('+')
}
