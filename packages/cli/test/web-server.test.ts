/** The server of `plot --web`: who may see it, what they are told of the past, and its end. */
import { once } from 'node:events'
import { request } from 'node:http'
import { connect } from 'node:net'
import { PassThrough } from 'node:stream'
import { text } from 'node:stream/consumers'
import { setImmediate as turn } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { Page } from '../src/page.ts'
import { Measurement } from '../src/plot/measurement.ts'
import { WebServer } from '../src/plot/web-server.ts'
import type { Points, WirePoint } from '../src/web/messages.ts'

async function served() {
  const measurement = new Measurement('tcp://scope.lab:5025', [])
  const server = new WebServer(measurement, 30_000)
  const url = await server.listen(0)
  return { measurement, server, url, [Symbol.asyncDispose]: () => server[Symbol.asyncDispose]() }
}

function take(measurement: Measurement, ...values: readonly number[]): void {
  measurement.take({ lines: [Buffer.from(values.join(','))] })
}

const status = (url: string, headers: Record<string, string> = {}) =>
  new Promise<number | undefined>((resolve, reject) => {
    const ask = request(url, { headers, agent: false }, (response) => {
      resolve(response.statusCode)
      response.destroy()
    })
    ask.on('error', reject).end()
  })

/** What a page is told, until there is `last`. */
async function told(url: string, last: string): Promise<string> {
  const response = await fetch(`${url}events`)
  let all = ''
  for await (const piece of response.body?.pipeThrough(new TextDecoderStream()) ?? []) {
    all += piece
    if (all.includes(last)) break
  }
  return all
}

/** The points of each event. */
function piecesIn(told: string): (readonly WirePoint[])[] {
  const events = [...told.matchAll(/event: points\ndata: (.+)\n\n/g)]
  return events.map(([, data = '']) => (JSON.parse(data) as Points).points)
}

const led = { 'Sec-Fetch-Site': 'cross-site', 'Sec-Fetch-Mode': 'navigate', 'Sec-Fetch-Dest': 'document' }
test.each([
  ['a person', '', {}, 200],
  ['a person in a browser', '', { 'Sec-Fetch-Site': 'none' }, 200],
  ['its own page', 'style.css', { 'Sec-Fetch-Site': 'same-origin' }, 200],
  ['its own page, by the other name', 'style.css', { Host: 'localhost:1', Origin: 'http://localhost:1' }, 200],
  ['a person who is led here', '', led, 200],
  ['a page that loads it', 'events', { 'Sec-Fetch-Site': 'cross-site', 'Sec-Fetch-Mode': 'no-cors' }, 403],
  ['a page of another port', 'events', { 'Sec-Fetch-Site': 'same-site', 'Sec-Fetch-Mode': 'cors' }, 403],
  ['a page that frames it', '', { ...led, 'Sec-Fetch-Dest': 'iframe' }, 403],
  ['what a page loads as a document', 'events', { ...led, 'Sec-Fetch-Mode': 'no-cors' }, 403],
  ['a page whose own name leads here', 'events', { Host: 'elsewhere.example', 'Sec-Fetch-Site': 'same-origin' }, 403],
  ['a page of an old browser', 'events', { Origin: 'http://elsewhere.example' }, 403],
  ['a page of no origin', 'events', { Origin: 'null' }, 403],
] as const)('%s', async (_who, path, headers, expected) => {
  await using it = await served()
  expect(await status(it.url + path, headers)).toBe(expected)
})

test('who does not know the URL is refused, on all paths; and it is another one each time', async () => {
  await using it = await served()
  await using other = await served()
  const { origin, pathname } = new URL(it.url)
  expect(pathname).not.toBe(new URL(other.url).pathname)
  for (const path of ['/', '/events', '/style.css', pathname.slice(0, -1), pathname.toUpperCase()]) {
    expect(await status(origin + path), path).toBe(403)
  }
})

test('not more than eight pages at a time', async () => {
  await using it = await served()
  const pages = await Promise.all(Array.from({ length: 8 }, () => fetch(`${it.url}events`)))
  expect(await status(`${it.url}events`)).toBe(503)
  await pages[0]?.body?.cancel()
  while ((await status(`${it.url}events`)) !== 200) await turn()
  for (const page of pages.slice(1)) await page.body?.cancel()
})

test('a long past is told in pieces, thinned, without losing a peak, a gap or the newest; and what comes is behind it', async () => {
  await using it = await served()
  for (let i = 0; i < 40_000; i++) {
    take(it.measurement, i === 12_000 ? 1000 : Math.sin(i), i === 13_000 ? -1000 : i)
    if (i !== 15_000) continue
    it.measurement.changed('ready')
    it.measurement.changed('idle')
  }
  const first = told(it.url, '"lines":40001,')
  await told(it.url, '"lines":40000,')
  take(it.measurement, 1, 2)
  it.server.changed()
  const pieces = piecesIn(await first)
  for (const piece of pieces) expect(piece.length).toBeLessThan(1001)
  const points = pieces.flat()
  expect(points.length).toBeLessThan(30_000)
  expect(points.length).toBeGreaterThan(20_000)
  expect(points.some(([, value]) => value === 1000)).toBe(true)
  expect(points.some(([, , value]) => value === -1000)).toBe(true)
  expect(points.filter(([, ...values]) => values.every((value) => value === null))).toHaveLength(1)
  expect(points.slice(-20_000, -1).map(([, , value]) => value)).toEqual(
    Array.from({ length: 19_999 }, (_, i) => i + 20_001),
  )
  expect(points.at(-1)?.slice(1)).toEqual([1, 2])
  expect(points.every(([time], i) => time > (points[i - 1]?.[0] ?? 0))).toBe(true)
})

test('what has come since the first page is thinned as well, for the next one', async () => {
  await using it = await served()
  await told(it.url, 'hello')
  for (let i = 1; i <= 100_000; i++) {
    take(it.measurement, i)
    if (i % 1000 === 0) it.server.changed()
  }
  const points = piecesIn(await told(it.url, '"lines":100000,')).flat()
  expect(points.length).toBeLessThan(60_001)
  expect(points.at(-1)?.[1]).toBe(100_000)
})

test('a page that reads nothing is let go when too much has come since; what was there before does not count', async () => {
  const [past, piece] = ['p'.repeat(8 << 20), 'x'.repeat(1 << 20)]
  const response = new PassThrough()
  const page = new Page(response, [past, past, past])
  expect(response.readableLength + response.writableLength).toBeLessThan(3 * past.length)
  expect([1, 2, 3, 4].map(() => page.tell(piece))).toEqual([true, true, true, true])
  expect(page.tell('x')).toBe(false)
  const all = text(response)
  const rest = page.end('end')
  expect((await all).length).toBe(3 * past.length + 4 * piece.length + 'xend'.length)
  await rest
})

test('it ends at once, with connections open that have said nothing, half a request, or do not read', async () => {
  const it = await served()
  for (let i = 0; i < 30_000; i++) take(it.measurement, i / 3, i / 7, i / 9, i / 11)
  const { port, pathname } = new URL(it.url)
  const says = ['', 'GET / HT', `GET ${pathname}events HTTP/1.1\r\nHost: localhost\r\n\r\n`]
  const sockets = says.map((what) => {
    const socket = connect(Number(port), '127.0.0.1').on('error', () => undefined)
    socket.write(what)
    return socket
  })
  await Promise.all(sockets.slice(2).map((socket) => once(socket, 'readable'))) // the others were there before it
  await it[Symbol.asyncDispose]()
  await Promise.all(sockets.map((socket) => once(socket.resume(), 'close')))
})
