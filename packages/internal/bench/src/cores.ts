/** Which core is whose: one for the client with all its threads, another one for the server. */
import { spawnSync } from 'node:child_process'
import { cpus } from 'node:os'

export interface Cores {
  readonly client: number | undefined
  readonly server: number | undefined
  /** Why nobody is pinned. */
  readonly warning: string | undefined
}

function taskset(...args: readonly string[]): string | undefined {
  const { status, stdout } = spawnSync('taskset', args, { encoding: 'utf8' })
  return status === 0 ? stdout : undefined
}

/** `0,2-4` means 0, 2, 3, 4. */
function listed(text: string): number[] {
  return text.split(',').flatMap((range) => {
    const [first = 0, last = first] = range.split('-').map(Number)
    return Array.from({ length: last - first + 1 }, (_, i) => first + i)
  })
}

/** Pins this process to the last core that it may use, and leaves the first to the server. */
export function pin(): Cores {
  const unpinned = (warning: string) => ({ client: undefined, server: undefined, warning })
  const allowed = taskset('-cp', String(process.pid))
  if (allowed === undefined)
    return unpinned('no taskset here: client and server wander between cores, and disturb each other')
  const cores = listed(allowed.slice(allowed.lastIndexOf(':') + 1).trim())
  const [server] = cores
  const client = cores.at(-1)
  if (server === client) return unpinned('one core for client and server: every figure contains the work of both')
  if (taskset('-acp', String(client), String(process.pid)) === undefined) return unpinned('taskset refused to pin')
  return { client, server, warning: undefined }
}

/** Begins something with this process on all cores that it may have: what it starts is there, and it is back where it was. */
export function unpinned<T>(begin: () => T): T {
  const pid = String(process.pid)
  const before = taskset('-cp', pid)
  taskset('-acp', `0-${cpus().length - 1}`, pid) // the system leaves out what it may not have
  try {
    return begin()
  } finally {
    if (before !== undefined) taskset('-acp', before.slice(before.lastIndexOf(':') + 1).trim(), pid)
  }
}
