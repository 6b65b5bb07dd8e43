/**
 * The plot on a page: served on loopback, to who has its URL, from the command's own files and nothing else. The URL holds a
 * secret, as those of notebooks do: other users of this machine, and pages from elsewhere, reach its port too.
 */
import { randomBytes } from 'node:crypto'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'
import { CommandError, messageOf } from '../failure.ts'
import { fileOfPage } from '../page-files.ts'
import type { Hello, Status } from '../web/messages.ts'
import { event, History } from './history.ts'
import type { Measurement } from './measurement.ts'
import { Page } from './page.ts'
import type { Point } from './series.ts'

const HOST = '127.0.0.1'
/** Points go out in batches, as often as a screen can show them. */
const BATCH = 50
const STATUS = 500
const MOST_PAGES = 8
/** A browser opens six for a page that loads, and keeps one. */
const MOST_CONNECTIONS = 64
/** Ms for a request to be there, once its connection is. */
const PATIENCE = 5000
/** Ms for pages to take the goodbye. */
const GRACE = 200

/** The page needs nothing but itself: whatever an instrument sends can't make it load or run anything else. */
const HEADERS = {
  'Content-Security-Policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Cache-Control': 'no-store',
}

export class WebServer implements AsyncDisposable {
  readonly #measurement: Measurement
  readonly #window: number
  readonly #server: Server
  /** What all paths begin with. */
  readonly #secret = `/${randomBytes(16).toString('hex')}`
  readonly #pages = new Set<Page>()
  readonly #timers: readonly NodeJS.Timeout[]
  /** Made when the first page comes. */
  #history: History | undefined
  #batch: Point[] = []

  constructor(measurement: Measurement, window: number) {
    this.#measurement = measurement
    this.#window = window
    const patience = { headersTimeout: PATIENCE, requestTimeout: PATIENCE, connectionsCheckingInterval: PATIENCE / 5 }
    this.#server = createServer(patience, (request, response) => this.#serve(request, response))
    this.#server.maxConnections = MOST_CONNECTIONS
    measurement.onPoint = (point) => {
      if (this.#history !== undefined) this.#batch.push(point)
    }
    this.#timers = [setInterval(() => this.#flush(), BATCH), setInterval(() => this.#tell(), STATUS)]
  }

  /** Listens; the URL of the page. */
  async listen(port: number): Promise<string> {
    await new Promise<void>((resolve, reject) => {
      this.#server.once('error', (error) => reject(new CommandError(messageOf(error))))
      this.#server.listen(port, HOST, resolve)
    })
    const address = this.#server.address() as AddressInfo
    return `http://${HOST}:${address.port}${this.#secret}/`
  }

  /** The connection has changed: the pages are told at once. */
  changed(): void {
    this.#flush()
    this.#tell()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const timer of this.#timers) clearInterval(timer)
    this.#flush()
    this.#server.close()
    const told = Promise.all([...this.#pages].map((page) => page.end(event('over', {}))))
    await Promise.race([told, wait(this.#pages.size > 0 ? GRACE : 0)])
    this.#server.closeAllConnections() // also those that have said nothing, or half of it
  }

  #serve(request: IncomingMessage, response: ServerResponse): void {
    for (const [name, value] of Object.entries(HEADERS)) response.setHeader(name, value)
    const { url = '' } = request
    const path = url.startsWith(`${this.#secret}/`) ? url.slice(this.#secret.length) : undefined
    if (path === undefined || !meant(request)) this.#refuse(response, 403)
    else if (request.method !== 'GET') this.#refuse(response, 405)
    else if (path === '/events') this.#join(response)
    else this.#sendFile(response, path)
  }

  #refuse(response: ServerResponse, status: number): void {
    response.writeHead(status, { 'Content-Type': 'text/plain; charset=utf-8' }).end(`${status}\n`)
  }

  #sendFile(response: ServerResponse, path: string): void {
    const file = fileOfPage(path)
    if (file === undefined) this.#refuse(response, 404)
    else response.writeHead(200, { 'Content-Type': `${file.type}; charset=utf-8` }).end(file.content)
  }

  #join(response: ServerResponse): void {
    if (this.#pages.size >= MOST_PAGES) {
      this.#refuse(response, 503)
      return
    }
    response.writeHead(200, { 'Content-Type': 'text/event-stream; charset=utf-8' })
    this.#history ??= new History(this.#measurement)
    const { url, title: query, names } = this.#measurement
    const hello: Hello = { url, query, window: this.#window, names }
    const page = new Page(response, [`retry: 1000\n${event('hello', hello)}`, ...this.#history.events])
    this.#pages.add(page)
    response.once('close', () => this.#pages.delete(page))
    this.#tell()
  }

  #flush(): void {
    if (this.#batch.length === 0 || this.#history === undefined) return
    const points = this.#batch
    this.#batch = []
    this.#send(this.#history.add(points))
  }

  #tell(): void {
    const { state, rate, skipped, note } = this.#measurement
    const status: Status = {
      time: this.#measurement.now(),
      state,
      perSecond: rate.perSecond,
      lines: rate.total,
      skipped,
      note,
    }
    if (this.#pages.size > 0) this.#send(event('status', status))
  }

  #send(text: string): void {
    for (const page of this.#pages) if (!page.tell(text)) page.leave()
  }
}

/**
 * By its own name, and from its own page or by a person: a page from elsewhere may lead a person here, who has the URL, but
 * must not load from here, nor have its own name lead here (DNS rebinding).
 */
function meant({ headers }: IncomingMessage): boolean {
  const { host = '', origin = `http://${host}` } = headers
  const site = headers['sec-fetch-site'] ?? 'none'
  const led = headers['sec-fetch-mode'] === 'navigate' && headers['sec-fetch-dest'] === 'document'
  const own = /^(127\.0\.0\.1|localhost)(:\d+)?$/.test(host) && origin === `http://${host}`
  return own && (site === 'none' || site === 'same-origin' || led)
}
