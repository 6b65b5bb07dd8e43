/**
 * A page on loopback, for who has its URL, from the command's own files and nothing else. The URL holds a secret, as those of
 * notebooks do: other users of this machine, and pages from elsewhere, reach its port too.
 */
import { randomBytes } from 'node:crypto'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'
import { CommandError, messageOf } from './failure.ts'
import { Page } from './page.ts'
import { fileOfPage, type PageFiles } from './page-files.ts'
import { event } from './server-event.ts'

const HOST = '127.0.0.1'
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

export class PageServer implements AsyncDisposable {
  readonly #files: PageFiles
  readonly #past: () => readonly string[]
  readonly #server: Server
  /** What all paths begin with. */
  readonly #secret = `/${randomBytes(16).toString('hex')}`
  readonly #pages = new Set<Page>()

  /** @param past the events that a page which comes is told first */
  constructor(files: PageFiles, past: () => readonly string[]) {
    this.#files = files
    this.#past = past
    const patience = { headersTimeout: PATIENCE, requestTimeout: PATIENCE, connectionsCheckingInterval: PATIENCE / 5 }
    this.#server = createServer(patience, (request, response) => this.#serve(request, response))
    this.#server.maxConnections = MOST_CONNECTIONS
  }

  /** Is anybody looking? */
  get watched(): boolean {
    return this.#pages.size > 0
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

  /** Tells all pages; one that does not read is let go, and comes back by itself. */
  send(text: string): void {
    for (const page of this.#pages) if (!page.tell(text)) page.leave()
  }

  /** Tells all pages that it is over. */
  async [Symbol.asyncDispose](): Promise<void> {
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
    const file = fileOfPage(this.#files, path)
    if (file === undefined) this.#refuse(response, 404)
    else response.writeHead(200, { 'Content-Type': `${file.type}; charset=utf-8` }).end(file.content)
  }

  #join(response: ServerResponse): void {
    if (this.#pages.size >= MOST_PAGES) {
      this.#refuse(response, 503)
      return
    }
    response.writeHead(200, { 'Content-Type': 'text/event-stream; charset=utf-8' })
    const [first = '', ...past] = this.#past()
    const page = new Page(response, [`retry: 1000\n${first}`, ...past])
    this.#pages.add(page)
    response.once('close', () => this.#pages.delete(page))
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
