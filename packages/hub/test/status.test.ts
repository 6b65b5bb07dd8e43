/** The status of a hub: as JSON, for Prometheus, and as a page in a browser. */
import { existsSync } from 'node:fs'
import { request } from 'node:http'
import { connect, type Socket } from 'node:net'
import { type Browser, chromium } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { HubStatus } from '../src/index.ts'
import { Latency } from '../src/latency.ts'
import { share } from './rig/shared.ts'

const device = { 'VOLT?': '5', 'EVIL<script>?': undefined }
const metrics = { hub: { metrics: '127.0.0.1:0' } }

function get(url: string, headers: Record<string, string> = {}, method = 'GET') {
  return new Promise<{ status: number | undefined; type: string | undefined; policy: unknown; body: string }>(
    (resolve, reject) => {
      const ask = request(url, { method, headers, agent: false }, (response) => {
        let body = ''
        response.on('data', (chunk) => {
          body += chunk
        })
        const { statusCode: status, headers: own } = response
        response.on('end', () =>
          resolve({ status, type: own['content-type'], policy: own['content-security-policy'], body }),
        )
      })
      ask.on('error', reject)
      ask.end()
    },
  )
}

describe('the server', () => {
  test('has files, the status and the figures, and says what they may do', async () => {
    await using shared = await share(device, metrics)
    const client = await shared.client()
    await client.send('VOLT 1\n').ask('VOLT?')
    const base = shared.hub.statusUrl ?? ''
    for (const [path, type] of [
      ['', 'text/html; charset=utf-8'],
      ['page.js', 'text/javascript; charset=utf-8'],
      ['page.css', 'text/css; charset=utf-8'],
      ['status.json', 'application/json; charset=utf-8'],
      ['metrics', 'text/plain; version=0.0.4; charset=utf-8'],
    ]) {
      const answer = await get(base + path)
      expect([answer.status, answer.type]).toEqual([200, type])
      expect(answer.policy).toContain("default-src 'none'")
    }
    const status = JSON.parse((await get(`${base}status.json`)).body) as HubStatus
    expect(status.instruments[0]).toMatchObject({
      name: 'psu1',
      office: 'owner',
      listens: [shared.address],
      state: { link: 'ready', exchanges: 2, writes: 1, clients: [{ exchanges: 2, role: 'full' }] },
    })
    const { body } = await get(`${base}metrics`)
    for (const line of [
      'sockio_hub_owner{instrument="psu1"} 1',
      'sockio_hub_exchanges_total{instrument="psu1"} 2',
      'sockio_hub_writes_total{instrument="psu1"} 1',
      'sockio_hub_clients{instrument="psu1"} 1',
      'sockio_hub_exchange_seconds_bucket{instrument="psu1",le="+Inf"} 2',
      'sockio_hub_exchange_seconds_count{instrument="psu1"} 2',
    ]) {
      expect(body.split('\n')).toContain(line)
    }
    for (const line of body.trim().split('\n'))
      expect(line).toMatch(/^(# (HELP|TYPE) sockio_hub_\w+ .+|sockio_hub_\w+(\{.*\})? [\d.e+-]+)$/)
  })

  test.each([
    [403, { host: 'evil.example' }, 'GET', ''],
    [403, { origin: 'http://evil.example' }, 'GET', 'status.json'],
    [403, { 'sec-fetch-site': 'cross-site' }, 'GET', 'status.json'],
    [200, { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document' }, 'GET', ''],
    [405, {}, 'POST', 'status.json'],
    [404, {}, 'GET', '../package.json'],
    [404, {}, 'GET', 'page.css/x'],
  ])('answers %i to %j %s %s', async (status, headers, method, path) => {
    await using shared = await share(device, metrics)
    expect((await get(shared.hub.statusUrl + path, headers, method)).status).toBe(status)
  })

  test('survives a thousand clients', async () => {
    await using shared = await share(device, metrics)
    const port = Number(shared.address.split(':')[1])
    const sockets: Socket[] = Array.from({ length: 1000 }, () => connect(port, '127.0.0.1'))
    await expect.poll(() => shared.owner.state.clients.length, { timeout: 60_000 }).toBe(1000)
    const status = JSON.parse((await get(`${shared.hub.statusUrl}status.json`)).body) as HubStatus
    expect(status.instruments[0]?.state?.clients.length).toBe(1000)
    for (const socket of sockets) socket.destroy()
  })
})

const executablePath = [
  process.env.CHROMIUM,
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
].find((path) => path !== undefined && existsSync(path))
if (executablePath === undefined)
  console.warn('SKIPPED: the page in a browser, for there is none (on Debian: apt-get install chromium)')

describe.skipIf(executablePath === undefined)('the page', () => {
  let browser: Browser
  beforeAll(async () => {
    browser = await chromium.launch({ executablePath: executablePath ?? '', args: ['--no-sandbox'] })
  })
  afterAll(() => browser?.close())

  test('shows instruments, clients, the queue, latencies, and the last errors, as texts', async () => {
    await using shared = await share(device, {
      ...metrics,
      instrument: {
        rules: [{ match: 'EVIL', timeout: 2000 }],
        listen: [{ at: '127.0.0.1:0', role: 'full', tokens: [{ token: 't', name: '<img/src=x>' }] }],
      },
    })
    const evil = await shared.client()
    evil.send('++token t\nEVIL<script>?\n')
    await evil.rest()
    const client = await shared.client()
    client.send('++token t\n++hold 60000\nVOLT?\n')
    await client.line()
    const page = await browser.newPage()
    const complaints: string[] = []
    page.on('pageerror', (error) => complaints.push(error.message))
    page.on('console', (message) => {
      if (message.type() === 'error' && !message.text().includes('favicon')) complaints.push(message.text())
    })
    await page.goto(shared.hub.statusUrl ?? '')
    const section = page.locator('#instrument-psu1')
    await section.getByText('owner, ready').waitFor()
    const text = (await section.textContent()) ?? ''
    expect(text).toContain(shared.device.url)
    expect(text).toContain('<img/src=x>')
    expect(text).toMatch(/exchanges2writes/)
    expect(text).toMatch(/median[\d.]+ ms/)
    expect(text).toMatch(/hold<img\/src=x>, \d+ ms/)
    expect(text).toContain('no reply to "EVIL<script>?')
    expect(await page.locator('img').count()).toBe(0)
    client.socket.destroy()
    await section.getByText('nobody').waitFor()
    await shared.hub.close()
    await page.getByText('The hub does not answer').waitFor()
    expect(complaints.filter((each) => !each.includes('ERR_CONNECTION_REFUSED'))).toEqual([])
    await page.close()
  })
})

test('latencies are counted in buckets, and their quantiles are within one', () => {
  const latency = new Latency()
  expect([latency.quantile(0.5), latency.max]).toEqual([0, 0])
  for (let ms = 1; ms <= 1000; ms++) latency.add(ms)
  for (const share of [0.01, 0.5, 0.9, 0.99]) {
    const exact = 1000 * share
    expect(latency.quantile(share)).toBeGreaterThan(exact / 2)
    expect(latency.quantile(share)).toBeLessThanOrEqual(2 * exact)
  }
  expect(latency.quantile(1)).toBe(1000)
  latency.add(1e9)
  expect(latency.cumulative.at(-1)).toEqual({ bound: 131_072, count: 1000 })
  expect(latency.total).toBe(1001)
})
