/** The instruments of processes of their own. */
import { type Device, type DeviceSession, delay, stream } from '@sockio/sim'

/** What an instrument is told to be. */
export interface DeviceOptions {
  /** Between two lines of its streams, in ms. */
  readonly period?: number
  /** Of a line of its streams, in characters. */
  readonly size?: number
}

/**
 * `Q<n>` is answered with `A<n>`, `L<ms> <text>` with the text, that much later. `START <name>` sends the lines `0`,
 * `1`... of that name's own count, one each `period` ms. The count goes on while nobody is there to hear it; another
 * connection that starts it stops the one before.
 */
export function counter({ period = 1, size = 0 }: DeviceOptions): Device {
  const streams = new Map<string, { readonly since: number; count: number; session: DeviceSession }>()
  return (request, session) => {
    if (request.startsWith('Q')) return `A${request.slice(1)}`
    const [verb = '', ...words] = request.split(' ')
    if (verb.startsWith('L')) return delay(Number(verb.slice(1)), words.join(' '))
    if (verb !== 'START') return undefined
    const now = performance.now() // once: a new count is 0, whatever happens between two looks at the clock
    const running = streams.get(request) ?? { since: now, count: 0, session }
    if (period > 0) running.count = Math.max(running.count, Math.floor((now - running.since) / period))
    if (running.session !== session) running.session.stopStream()
    running.session = session
    streams.set(request, running)
    return stream(() => String(running.count++).padEnd(size), { period })
  }
}
