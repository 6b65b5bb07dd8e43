/** The plot on a page: served on loopback, to this machine's browsers, from the command's own files and nothing else. */
import { readFileSync } from 'node:fs'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { CommandError, messageOf } from '../failure.ts'
import type { Hello, Points, Status, WirePoint } from '../web/messages.ts'
import type { Measurement } from './measurement.ts'
import type { Point } from './series.ts'

const HOST = '127.0.0.1'
/** Points go out in batches, as often as a screen can show them. */
const BATCH = 50
const STATUS = 500
/** A page that does not read is let go; it comes back by itself, and is told everything anew. */
const MOST_BUFFERED = 4 << 20

const FILES: Readonly<Record<string, readonly [file: string, type: string]>> = {
  '/': ['index.html', 'text/html'],
  '/style.css': ['style.css', 'text/css'],
  '/main.js': ['main.js', 'text/javascript'],
  '/chart.js': ['chart.js', 'text/javascript'],
  '/feed.js': ['feed.js', 'text/javascript'],
  '/readings.js': ['readings.js', 'text/javascript'],
  '/store.js': ['store.js', 'text/javascript'],
  '/theme.js': ['theme.js', 'text/javascript'],
  '/ticks.js': ['ticks.js', 'text/javascript'],
}

/** The page needs nothing but itself: whatever an instrument sends can't make it load or run anything else. */
const HEADERS = {
  'Content-Security-Policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Cache-Control': 'no-store',
}

function onWire({ time, values }: Point): WirePoint {
  return [time, ...values.map((value) => (Number.isFinite(value) ? value : null))]
}

export class WebServer implements AsyncDisposable {
  readonly #measurement: Measurement
  readonly #window: number
  readonly #server: Server
  readonly #pages = new Set<ServerResponse>()
  readonly #timers: readonly NodeJS.Timeout[]
  #batch: WirePoint[] = []

  constructor(measurement: Measurement, window: number) {
    this.#measurement = measurement
    this.#window = window
    this.#server = createServer((request, response) => this.#serve(request, response))
    measurement.onPoint = (point) => {
      if (this.#pages.size > 0) this.#batch.push(onWire(point))
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
    return `http://${HOST}:${address.port}/`
  }

  /** The connection has changed: the pages are told at once. */
  changed(): void {
    this.#flush()
    this.#tell()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const timer of this.#timers) clearInterval(timer)
    this.#flush()
    this.#send('over', {})
    for (const page of this.#pages) page.end()
    this.#server.close()
    this.#server.closeIdleConnections()
  }

  #serve(request: IncomingMessage, response: ServerResponse): void {
    for (const [name, value] of Object.entries(HEADERS)) response.setHeader(name, value)
    const path = request.url ?? ''
    if (!this.#meant(request)) this.#refuse(response, 403)
    else if (request.method !== 'GET') this.#refuse(response, 405)
    else if (path === '/events') this.#join(response)
    else if (FILES[path] !== undefined) this.#sendFile(response, ...FILES[path])
    else this.#refuse(response, 404)
  }

  /** By its own name: a page from elsewhere whose name was made to lead here is not (DNS rebinding). */
  #meant({ headers: { host = '' } }: IncomingMessage): boolean {
    return /^(127\.0\.0\.1|localhost)(:\d+)?$/.test(host)
  }

  #refuse(response: ServerResponse, status: number): void {
    response.writeHead(status, { 'Content-Type': 'text/plain; charset=utf-8' }).end(`${status}\n`)
  }

  /** All code is in one folder once it is built, with the files of the page in another within. */
  #sendFile(response: ServerResponse, file: string, type: string): void {
    const content = readFileSync(new URL(`web/${file}`, import.meta.url))
    response.writeHead(200, { 'Content-Type': `${type}; charset=utf-8` }).end(content)
  }

  #join(page: ServerResponse): void {
    page.writeHead(200, { 'Content-Type': 'text/event-stream; charset=utf-8' })
    this.#flush() // what the others still lack is in the points of the newcomer
    const { url, title: query, series, names } = this.#measurement
    const hello: Hello = { url, query, window: this.#window, names, points: series.points.map(onWire) }
    page.write(`retry: 1000\nevent: hello\ndata: ${JSON.stringify(hello)}\n\n`)
    this.#pages.add(page)
    page.once('close', () => this.#pages.delete(page))
    this.#tell()
  }

  #flush(): void {
    if (this.#batch.length === 0) return
    const points: Points = { names: this.#measurement.names, points: this.#batch }
    this.#batch = []
    this.#send('points', points)
  }

  #tell(): void {
    const { state, rate, skipped, note } = this.#measurement
    const status: Status = { now: Date.now(), state, perSecond: rate.perSecond, lines: rate.total, skipped, note }
    this.#send('status', status)
  }

  #send(event: string, data: object): void {
    if (this.#pages.size === 0) return
    const text = `event: ${event}\ndata: ${JSON.stringify(data)}\n\n`
    for (const page of this.#pages) {
      if (page.writableLength > MOST_BUFFERED) page.destroy()
      else page.write(text)
    }
  }
}
