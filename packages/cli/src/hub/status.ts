/** What `sockio hub status` prints. */
import { existsSync } from 'node:fs'
import type { HubStatus } from '@sockio/hub'
import { print } from '../console.ts'
import { CommandError, exitCodes, messageOf } from '../failure.ts'
import { safe } from '../readable.ts'
import { loadSettings } from './settings.ts'

/** So many clients and errors are shown of one instrument. */
const MOST_CLIENTS = 20
const MOST_ERRORS = 3

/** Asks the hub at `where`, an address or the file of its configuration. */
export async function showStatus(where: string, json: boolean, signal: AbortSignal): Promise<void> {
  const status = await ask(await addressOf(where), signal)
  await print(json ? `${JSON.stringify(status, undefined, 2)}\n` : shown(status))
}

async function addressOf(where: string): Promise<string> {
  if (!/\.(ya?ml|json|[mc]?[jt]s)$/i.test(where) || !existsSync(where)) return where
  const { metrics } = await loadSettings(where)
  if (metrics === undefined)
    throw new CommandError(`${where}: it has no "metrics", which serves the status`, exitCodes.usage)
  return String(metrics)
}

async function ask(address: string, signal: AbortSignal): Promise<HubStatus> {
  const host = /^\d+$/.test(address) ? `127.0.0.1:${address}` : address
  const base = /^https?:/.test(host) ? host : `http://${host}/`
  let response: Response
  try {
    response = await fetch(new URL('status.json', base), { signal })
  } catch (error) {
    if (signal.aborted) throw error
    if (error instanceof TypeError && /URL/.test(error.message)) {
      throw new CommandError(
        `expected host:port or a configuration, got ${JSON.stringify(address)}`,
        exitCodes.usage,
        error,
      )
    }
    const cause = error instanceof Error ? (error.cause ?? error) : error
    throw new CommandError(`no hub answers on ${host}: ${messageOf(cause)}`, exitCodes.unreachable, error)
  }
  if (!response.ok) throw new CommandError(`${host} answers ${response.status}: is it the "metrics" of a hub?`)
  return (await response.json()) as HubStatus
}

function shown({ instruments, auditLost, memory }: HubStatus): string {
  const lines = instruments.flatMap(({ name, url, office, listens, state }) => {
    const where = listens.length === 0 ? '' : ` on ${listens.join(', ')}`
    const first = `${name} ${safe(url)}${where}, ${office}`
    if (state === undefined) return [first]
    const { clients, queued, exchanges, failures, latency, hold, link, errors, dropped } = state
    const held = hold === undefined ? '' : `, held by ${safe(hold.client)} for ${hold.left} ms`
    const busiest = clients.toSorted((a, b) => b.exchanges - a.exchanges)
    return [
      first,
      `  ${link}, ${clients.length} clients, ${queued} waiting${held}`,
      `  ${exchanges} exchanges, ${failures} failures, ${dropped} lines dropped; half within ${latency.p50} ms, 99 % within ${latency.p99} ms`,
      ...busiest
        .slice(0, MOST_CLIENTS)
        .map(
          (client) => `  ${safe(client.name)}: ${client.role}, ${client.exchanges} exchanges, ${client.queued} waiting`,
        ),
      ...(clients.length > MOST_CLIENTS ? [`  and ${clients.length - MOST_CLIENTS} more`] : []),
      ...errors.slice(-MOST_ERRORS).map(({ time, client, text }) => `  ${time} ${safe(client)}: ${safe(text)}`),
    ]
  })
  if (auditLost > 0) lines.push(`the audit log has lost ${auditLost} writes`)
  return `${[...lines, `${Math.round(memory / 1_048_576)} MiB`].join('\n')}\n`
}
