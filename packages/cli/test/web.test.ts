/** `sockio plot --web`: in a browser, and for those who are none. */
import { request } from 'node:http'
import { networkInterfaces } from 'node:os'
import { type Device, faults, simulate, stream } from '@sockio/sim'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { hasBrowser, launch, open as openIn, pictures } from './browser.ts'
import { Run, sockio } from './sockio.ts'

type Tail<T extends readonly unknown[]> = T extends readonly [unknown, ...infer R] ? R : never

const wave = (i: number) => [Math.sin(i / 20) + 0.05 * Math.sin(i * 1.7), 0.6 * Math.cos(i / 33)]
const device: Device = {
  START: stream(
    (i) =>
      wave(i)
        .map((value) => value.toFixed(4))
        .join(','),
    { period: 5 },
  ),
  STOP: (_, session) => session.stopStream(),
  'V?': '<img src=x onerror=alert(1)>',
  'EVIL?': '1 </script><script>alert(1)</script>',
}

async function plot(...args: string[]) {
  const instrument = await simulate(device)
  const run = new Run(['plot', instrument.url, '--web', ...args])
  const [, url = ''] = await run.says(/^(http:\/\/127\.0\.0\.1:\d+\/[0-9a-f]{32}\/)\n/)
  return {
    instrument,
    run,
    url,
    [Symbol.asyncDispose]: async () => {
      await run[Symbol.asyncDispose]()
      await instrument.close()
    },
  }
}

describe('the server', () => {
  const get = (url: string, headers: Record<string, string> = {}, method = 'GET') =>
    new Promise<{ status: number | undefined; headers: NodeJS.Dict<string | string[]> }>((resolve, reject) => {
      const ask = request(url, { method, headers }, (response) => {
        response.resume()
        resolve({ status: response.statusCode, headers: response.headers })
      })
      ask.on('error', reject)
      ask.end()
    })

  test('serves its files, and says what they may do', async () => {
    await using page = await plot('--start', 'START')
    for (const [path, type] of [
      ['', 'text/html; charset=utf-8'],
      ['main.js', 'text/javascript; charset=utf-8'],
      ['style.css', 'text/css; charset=utf-8'],
    ]) {
      const { status, headers } = await get(page.url + path)
      expect({ status, type: headers['content-type'] }).toEqual({ status: 200, type })
      expect(headers['content-security-policy']).toContain("default-src 'none'")
      expect(headers['x-content-type-options']).toBe('nosniff')
    }
  })

  test.each([
    ['another path', 'package.json', {}, 'GET', 404],
    ['a path out of its folder', '../bin.js', {}, 'GET', 403],
    ['another name for this machine', '', { Host: 'rebound.example' }, 'GET', 403],
    ['another method', '', {}, 'POST', 405],
  ] as const)('refuses %s', async (_name, path, headers, method, status) => {
    await using page = await plot('--start', 'START')
    expect((await get(page.url + path, headers, method)).status).toBe(status)
  })

  test('is on loopback only', async () => {
    await using page = await plot('--start', 'START')
    const outside = Object.values(networkInterfaces())
      .flat()
      .find((address) => address !== undefined && !address.internal && address.family === 'IPv4')
    if (outside === undefined) return
    await expect(get(`http://${outside.address}:${new URL(page.url).port}/`)).rejects.toThrow(/ECONNREFUSED/)
  })

  test('a port in use: 1', async () => {
    await using page = await plot('--start', 'START')
    const outcome = await sockio(['plot', page.instrument.url, '--web', '--port', new URL(page.url).port])
    expect(outcome).toMatchObject({ code: 1, stderr: /EADDRINUSE.+another one, or 0/ })
  })

  test('Ctrl-C ends it cleanly, also while a page is open', async () => {
    await using page = await plot('--start', 'START', '--stop', 'STOP')
    const events = await fetch(`${page.url}events`) // the page is open when its answer begins
    await page.instrument.received('START')
    page.run.child.kill('SIGINT')
    expect(await page.run.end()).toMatchObject({ code: 0, stderr: '' })
    expect(await events.text()).toMatch(/^retry: 1000\nevent: hello\ndata: {.+event: over\ndata: {}\n\n$/s)
    expect(page.instrument.requests).toEqual(['START', 'STOP'])
  })
})

describe.skipIf(!hasBrowser)('the page', () => {
  let browser: Browser
  beforeAll(async () => {
    browser = await launch()
  })
  afterAll(() => browser?.close())

  const open = (...args: Tail<Parameters<typeof openIn>>) => openIn(browser, ...args)

  /** The pixels of the chart that have the colours of the first two series: are lines drawn? */
  const coloured = (page: Page) =>
    page.evaluate(() => {
      const canvas = document.querySelector('canvas')
      const data = canvas?.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height).data ?? []
      return ['--series-1', '--series-2'].map((name) => {
        const wanted = getComputedStyle(document.documentElement).getPropertyValue(name).trim()
        const [r, g, b] = [1, 3, 5].map((at) => Number.parseInt(wanted.slice(at, at + 2), 16))
        let count = 0
        for (let i = 0; i < data.length; i += 4) if (data[i] === r && data[i + 1] === g && data[i + 2] === b) count++
        return count
      })
    })

  // biome-ignore lint/performance/useDomNodeTextContent: as it is seen, with what stands between
  const text = (page: Page, selector: string) => page.locator(selector).innerText()

  test.each(['light', 'dark'] as const)('curves, readings, state and rate: %s', async (scheme) => {
    await using tap = await plot('--start', 'START', '--window', '10s')
    const { page, wrong } = await open(tap.url, scheme)
    await page.waitForFunction(() => Number(document.getElementById('lines')?.textContent?.replace(',', '')) > 400)
    await page.waitForFunction(() => Number(document.getElementById('rate')?.textContent) > 5)
    expect(await text(page, '#state')).toBe('connected')
    expect(await text(page, '#url')).toBe(tap.instrument.url)
    expect(await text(page, '.reading:nth-child(2) h2')).toBe('value 2')
    expect(Number(await text(page, '.reading:nth-child(2) .last'))).toBeLessThanOrEqual(0.6)
    expect(await text(page, '.reading:nth-child(1) dl')).toMatch(/min\s+-1\.0\d+\s+max\s+1\.0\d+\s+mean\s+-?[\d.]+/)
    const [first, second] = await coloured(page)
    expect(first).toBeGreaterThan(500)
    expect(second).toBeGreaterThan(200)
    expect(await page.locator('[data-ms="10000"]').getAttribute('aria-pressed')).toBe('true')
    await page.mouse.move(1050, 450)
    await page.locator('#tip').waitFor({ state: 'visible' })
    expect(await text(page, '#tip')).toMatch(/^\d\d:\d\d:\d\d\.\d\s+value 1\s+-?[\d.]+\s+value 2\s+-?[\d.]+$/)
    await page.screenshot({ path: `${pictures}plot-${scheme}.png` })
    expect(wrong).toEqual([])
  })

  test('a reboot shows, leaves a gap, and the curve goes on', async () => {
    await using tap = await plot('--start', 'START')
    const { page, wrong } = await open(tap.url)
    await page.locator('.reading').first().waitFor()
    tap.instrument.inject(faults.refuse()) // it stays away until the page has shown that
    tap.instrument.disconnect('reset')
    await page.waitForFunction(() => document.getElementById('state')?.dataset.state !== 'ready')
    tap.instrument.clear()
    await page.waitForFunction(() => document.getElementById('state')?.dataset.state === 'ready')
    await page.waitForFunction(() => document.getElementById('note')?.textContent?.endsWith('connected again'))
    const before = Number((await text(page, '#lines')).replace(',', ''))
    await page.waitForFunction(
      (n) => Number(document.getElementById('lines')?.textContent?.replace(',', '')) > n,
      before,
    )
    expect(wrong).toEqual([])
  })

  test('hold, and another window', async () => {
    await using tap = await plot('--start', 'START')
    const { page } = await open(tap.url)
    await page.locator('.reading').first().waitFor()
    await page.getByRole('button', { name: 'Hold' }).click()
    await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))))
    const held = await text(page, '.reading:nth-child(1) .last')
    await page.getByRole('button', { name: 'all' }).click()
    const before = Number((await text(page, '#lines')).replace(',', ''))
    await page.waitForFunction(
      (n) => Number(document.getElementById('lines')?.textContent?.replace(',', '')) > n,
      before,
    )
    expect(await text(page, '.reading:nth-child(1) .last')).toBe(held)
    expect(await page.locator('[data-ms="Infinity"]').getAttribute('aria-pressed')).toBe('true')
  })

  test('the end of the command', async () => {
    await using tap = await plot('--start', 'START')
    const { page, wrong } = await open(tap.url, 'light', { width: 420, height: 800 })
    await page.locator('.reading').first().waitFor()
    tap.run.child.kill('SIGINT')
    await page.waitForFunction(() => document.getElementById('state')?.dataset.state === 'over')
    expect(await text(page, '#state')).toBe('the plot has ended')
    await page.screenshot({ path: `${pictures}plot-ended.png` })
    expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true)
    expect(wrong).toEqual([])
  })

  test('what an instrument says, or a command line, is text and nothing else', async () => {
    await using tap = await plot('--query', 'EVIL?;<b>V?', '--every', '20ms')
    const { page, wrong } = await open(tap.url)
    await page.waitForFunction(() => document.title.includes('EVIL'))
    expect(await text(page, '#title')).toBe('EVIL?;<b>V?')
    expect(await page.locator('b:visible, main script').count()).toBe(0)
    expect(wrong).toEqual([])
  })
})
