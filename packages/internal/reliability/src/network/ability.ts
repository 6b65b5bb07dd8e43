/** May this machine make namespaces, and does it have what that takes? */
import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'

/** Starts a program in a network of its own. */
export const NAMESPACE = ['unshare', '--net']

const TOOLS = { unshare: 'util-linux', nsenter: 'util-linux', ip: 'iproute2', perl: 'perl' }

function can(path: string, mode: number): boolean {
  try {
    accessSync(path, mode)
    return true
  } catch {
    return false
  }
}

/**
 * Why not; undefined where it can.
 *
 * @throws {Error} where `CI` is true and only a program is missing: tests that never ran must not look green there
 */
export function unable(): string | undefined {
  if (process.platform !== 'linux') return 'network namespaces are of Linux'
  if (process.getuid?.() !== 0) return 'network namespaces need root'
  if (!can('/dev/net/tun', constants.R_OK | constants.W_OK)) return '/dev/net/tun is missing'
  const folders = (process.env.PATH ?? '').split(delimiter)
  const absent = Object.entries(TOOLS).filter(
    ([name]) => !folders.some((path) => can(join(path, name), constants.X_OK)),
  )
  if (absent.length === 0) return undefined
  const message = `missing: apt-get install ${absent.map(([, packaged]) => packaged).join(' ')}`
  if (process.env.CI === 'true') throw new Error(message)
  return message
}
