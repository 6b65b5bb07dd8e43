/** The status, on loopback: a page, the same as JSON, and the figures for Prometheus. It only shows. */
import { readFileSync } from 'node:fs'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type Measured, prometheus } from './prometheus.ts'
import type { Snapshot } from './snapshot.ts'

/** What is shown of one instrument. */
export interface Shown {
  readonly name: string
  readonly url: string
  readonly office: 'owner' | 'standby'
  readonly listens: readonly string[]
  readonly measured: Measured
}

/** What is shown. */
export interface StatusSource {
  readonly shown: readonly Shown[]
  readonly auditLost: number
}

/** `GET /status.json`. */
export interface HubStatus {
  readonly instruments: readonly {
    readonly name: string
    readonly url: string
    readonly office: 'owner' | 'standby'
    readonly listens: readonly string[]
    /** Absent on standby. */
    readonly state?: Snapshot | undefined
  }[]
  readonly auditLost: number
  /** Of the hub, in ms and bytes. */
  readonly uptime: number
  readonly memory: number
}

/** The page needs nothing but itself: no name of a client can make it load or run anything else. */
const HEADERS = {
  'Content-Security-Policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Cache-Control': 'no-store',
}
const FILES: Readonly<Record<string, readonly [file: string, type: string]>> = {
  '/': ['index.html', 'text/html'],
  '/page.js': ['page.js', 'text/javascript'],
  '/page.css': ['page.css', 'text/css'],
}
/** Ms for a request to be there, once its connection is. */
const PATIENCE = 5000
const MOST_CONNECTIONS = 64

export class StatusServer {
  readonly #source: StatusSource
  readonly #server: Server

  constructor(source: StatusSource) {
    this.#source = source
    const patience = { headersTimeout: PATIENCE, requestTimeout: PATIENCE, connectionsCheckingInterval: PATIENCE / 5 }
    this.#server = createServer(patience, (request, response) => this.#serve(request, response))
    this.#server.maxConnections = MOST_CONNECTIONS
  }

  get url(): string {
    const { address, family, port } = this.#server.address() as AddressInfo
    return `http://${family === 'IPv6' ? `[${address}]` : address}:${port}/`
  }

  async listen(host: string, port: number): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      this.#server.once('error', (error) => {
        reject(new Error(`can't serve the status on ${host}:${port}: ${error.message}`, { cause: error }))
      })
      this.#server.listen({ host, port }, resolve)
    })
  }

  async close(): Promise<void> {
    if (!this.#server.listening) return
    await new Promise<void>((resolve) => {
      this.#server.close(() => resolve())
      this.#server.closeAllConnections()
    })
  }

  #serve(request: IncomingMessage, response: ServerResponse): void {
    for (const [name, value] of Object.entries(HEADERS)) response.setHeader(name, value)
    const path = (request.url ?? '').replace(/\?.*/, '')
    const file = FILES[path]
    if (!meant(request)) refuse(response, 403)
    else if (request.method !== 'GET') refuse(response, 405)
    else if (path === '/metrics') {
      const { shown, auditLost } = this.#source
      const measured = shown.map((each) => each.measured)
      send(response, 'text/plain; version=0.0.4', prometheus(measured, auditLost))
    } else if (path === '/status.json') send(response, 'application/json', JSON.stringify(this.#status()))
    else if (file === undefined) refuse(response, 404)
    else send(response, file[1], readFileSync(new URL(`./web/${file[0]}`, import.meta.url)))
  }

  #status(): HubStatus {
    const { shown, auditLost } = this.#source
    const instruments = shown.map(({ name, url, office, listens, measured: { state } }) => {
      return { name, url, office, listens, ...(state && { state }) }
    })
    return { instruments, auditLost, uptime: process.uptime() * 1000, memory: process.memoryUsage.rss() }
  }
}

function send(response: ServerResponse, type: string, content: string | Buffer): void {
  response.writeHead(200, { 'Content-Type': `${type}; charset=utf-8` }).end(content)
}

function refuse(response: ServerResponse, status: number): void {
  response.writeHead(status, { 'Content-Type': 'text/plain; charset=utf-8' }).end(`${status}\n`)
}

/** By a name of loopback, and not from a page from elsewhere, which may have its own name lead here (DNS rebinding). */
function meant({ headers }: IncomingMessage): boolean {
  const { host = '', origin = `http://${host}` } = headers
  const site = headers['sec-fetch-site'] ?? 'none'
  const led = headers['sec-fetch-mode'] === 'navigate' && headers['sec-fetch-dest'] === 'document'
  const own = /^(127(\.\d{1,3}){3}|localhost|\[::1\])(:\d+)?$/.test(host) && origin === `http://${host}`
  return own && (site === 'none' || site === 'same-origin' || led)
}
