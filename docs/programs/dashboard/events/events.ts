/** What the browsers are sent: server-sent events, https://html.spec.whatwg.org/multipage/server-sent-events.html */
import type { ServerResponse } from 'node:http'

export const HEARTBEAT = 15_000 // ms: proxies cut a connection that says nothing for a minute or so

export const headers = {
  'content-type': 'text/event-stream',
  'cache-control': 'no-store',
  'x-accel-buffering': 'no', // for nginx, which would keep the events until there are some kilobytes
}

/** Numbered, so that a browser which was not connected sees that it has missed some. */
export const reading = (id: number, volts: number) =>
  `id: ${id}\nevent: reading\ndata: ${JSON.stringify({ volts })}\n\n`

/** The instrument did not answer. */
export const gap = (why: string) => `event: gap\ndata: ${JSON.stringify({ why })}\n\n`

/** A comment: it keeps the connection, and shows a server whether the browser is still there. */
export const heartbeat = ': still here\n\n'

/** A browser that does not read what it is sent misses some, rather than fill the server's memory. */
export function send(browser: ServerResponse, event: string): void {
  if (browser.writableLength < 64 * 1024) browser.write(event)
}
