/** `sockio watch`: the state of many instruments, on a terminal, in lines, in JSON and on a page. */
import { request } from 'node:http'
import { type Device, faults, scope, simulate } from '@sockio/sim'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { summary, table } from '../src/watch/table.ts'
import type { Watched } from '../src/web/watch-messages.ts'
import { hasBrowser, launch, open, pictures } from './browser.ts'
import { inProcess } from './in-process.ts'
import { Run } from './sockio.ts'
import { hasTerminal, Terminal } from './terminal.ts'

const device: Device = { '*IDN?': 'ACME,SUPPLY,0,1.0', 'EVIL?': '\x1b[2J<img src=x onerror=alert(1)>' }

/** A port where nothing listens. */
async function deadUrl() {
  return await simulate(device, { faults: faults.refuse() })
}

const watched = (url: string, more: Partial<Watched> = {}): Watched => ({
  url,
  health: 'well',
  since: 0,
  ms: 1.25,
  mean: 120,
  turns: 3,
  errors: 0,
  reconnects: 0,
  words: 'ACME',
  trouble: '',
  ...more,
})
const plain = (_style: unknown, text: string) => text

test('the table: a row each, as they were named', () => {
  const dead = watched('b', {
    health: 'trouble',
    ms: null,
    mean: null,
    errors: 3,
    trouble: 'no',
  })
  const view = { instruments: [watched('tcp://a:1'), dead], every: 1000, columns: 79, rows: 24, paint: plain }
  expect(table(view)).toEqual([
    '2 instruments: 1 well, 1 in trouble',
    '   instrument   ms  mean  turns  errors  reconnects  last words',
    '●  tcp://a:1   1.3   120      3       0           0  ACME',
    '✗  b             –     –      3       3           0  no',
  ])
})

test('more than there is room for: those in trouble come first, and no row is wider or lower than the screen', () => {
  const instruments = Array.from({ length: 100 }, (_, i) =>
    watched(`tcp://instrument-${i}.lab:5025`, { health: i === 77 ? 'trouble' : i === 5 ? 'unknown' : 'well' }),
  )
  const lines = table({ instruments, every: 1000, columns: 40, rows: 10, paint: plain })
  expect(lines).toHaveLength(10)
  expect(lines.filter((line) => line.length > 40)).toEqual([])
  expect(lines[0]).toBe('100 instruments: 98 well, 1 in trouble, ')
  expect(lines[2]).toMatch(/^✗ {2}tcp:\/\/instrument-77/)
  expect(lines[3]).toMatch(/^○ {2}tcp:\/\/instrument-5\./)
  expect(lines[9]).toBe('and 93 more, all of them well')
  expect(table({ instruments, every: 1000, columns: 40, rows: 1, paint: plain }).length).toBeLessThan(4)
  expect(summary([])).toBe('0 instruments: 0 well, 0 in trouble')
})

test('in lines: what goes and comes back, and the table at the end', async () => {
  await using instrument = await simulate(device)
  await using run = new Run(['watch', instrument.url, '--every', '20ms'])
  await run.says(/^\d\d:\d\d:\d\d\.\d+ tcp:\S+ there, [\d.]+ ms: ACME,SUPPLY,0,1\.0\n/)
  instrument.inject(faults.refuse())
  instrument.disconnect('reset')
  await run.says(/ECONNREFUSED.+\n/)
  instrument.clear()
  await run.says(/ECONNREFUSED[\s\S]+ there, [\d.]+ ms: ACME/)
  run.child.kill('SIGINT')
  const { code, stdout, stderr } = await run.end()
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  expect(stdout).toMatch(
    /\n1 instrument: 1 well, 0 in trouble\n.+reconnects.+\n● {2}tcp:\S+ .+ 1 {2}ACME,SUPPLY,0,1\.0\n$/,
  )
})

test('a hundred of them, a dead one among them: the others do not wait', async () => {
  await using instrument = await simulate(device)
  await using dead = await simulate(device, { faults: faults.halfOpen() })
  const urls = Array.from({ length: 99 }, () => instrument.url)
  // Only the dead one has a limit to meet: on a busy machine the others take their time, too.
  const { code, stdout, stderr } = await inProcess(['watch', ...urls, dead.url, '-n', '1', '-t', '10s'])
  expect({ code, stderr }).toEqual({ code: 3, stderr: '' })
  expect(stdout).toContain('\n100 instruments: 99 well, 1 in trouble\n')
  expect(stdout.match(/^● {2}tcp:\S+ .+ 1 {7}0 {11}0 {2}ACME/gm)).toHaveLength(99)
  expect(stdout).toMatch(/\n✗ {2}tcp:\S+ +– +– +1 +1 .+ no reply to/)
})

test('JSON: a line for each turn of each', async () => {
  await using instrument = await simulate(device)
  await using dead = await deadUrl()
  const { code, stdout } = await inProcess(['watch', instrument.url, dead.url, '--json', '-n', '1', '--every', '100ms'])
  const lines = stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))
    .sort((a, b) => b.health.localeCompare(a.health))
  expect(code).toBe(3)
  expect(lines).toMatchObject([
    { url: instrument.url, health: 'well', words: 'ACME,SUPPLY,0,1.0', turns: 1, errors: 0, reconnects: 0 },
    { url: dead.url, health: 'trouble', error: { code: 'SOCKIO_CONNECT' }, turns: 1, errors: 1 },
  ])
})

test('nothing is asked with --no-query, and all are there: 0', async () => {
  await using instrument = await simulate(device)
  const { code, stdout } = await inProcess(['watch', instrument.url, '--no-query', '-n', '2', '--every', '20ms'])
  expect({ code, requests: instrument.requests }).toEqual({ code: 0, requests: [] })
  expect(stdout).toContain('1 instrument: 1 well, 0 in trouble')
})

test('what an instrument says does nothing to a terminal', async () => {
  await using instrument = await simulate(device)
  const { stdout } = await inProcess(['watch', instrument.url, '-q', 'EVIL?', '-n', '1'])
  expect(stdout).toContain('\\x1b[2J<img')
  expect(stdout).not.toContain('\x1b')
})

test.each([
  [[], /missing required argument 'url'/],
  [['scope.lab', 'tcp://'], /expected host/],
  [['scope.lab', '--every', '1'], /Expected at least 10ms/],
  [['scope.lab', '--query', 'A?\nB?'], /an end of line within/],
  [['scope.lab', '--json', '--web'], /cannot be used with/],
])('wrong arguments: %j', async (args, stderr) => {
  expect(await inProcess(['watch', ...args])).toMatchObject({ code: 2, stdout: '', stderr })
})

describe.skipIf(!hasTerminal)('at a terminal', () => {
  test('a screen of its own, drawn in place, and left as it was by Ctrl-C', async () => {
    await using instrument = await simulate(scope())
    await using dead = await deadUrl()
    await using terminal = new Terminal(['watch', instrument.url, dead.url, '--every', '50ms'])
    await terminal.shows(/2 instruments: 1 well, 1 in trouble/)
    await terminal.shows(/SOCKIO,SCOPE/)
    instrument.inject(faults.refuse())
    instrument.disconnect('reset')
    await terminal.shows(/0 well, 2 in trouble/)
    instrument.clear()
    await terminal.shows(/1 well, 1 in trouble/)
    terminal.type('\x03')
    expect(await terminal.end()).toBe(0)
    const [, live = ''] = terminal.raw.split('\x1b[?1049h')
    const [screen = '', after = ''] = live.split('\x1b[?1049l')
    expect(screen.startsWith('\x1b[?25l')).toBe(true)
    expect(screen.endsWith('\x1b[?25h')).toBe(true)
    expect(screen.split('\x1b[H').every((frame) => frame.split('\n').length <= 24)).toBe(true)
    expect(after).toMatch(/2 instruments: .+\r\n/)
  })

  test('more than there are rows', async () => {
    await using instrument = await simulate(scope())
    await using dead = await deadUrl()
    const urls = Array.from({ length: 60 }, () => instrument.url)
    await using terminal = new Terminal(['watch', ...urls, dead.url, '--every', '200ms'])
    await terminal.shows(/61 instruments: 60 well, 1 in trouble\n.+reconnects.+\n✗/)
    await terminal.shows(/and 40 more, all of them well/)
    terminal.type('\x03')
    expect(await terminal.end()).toBe(0)
  })
})

async function onPage(urls: readonly string[], ...args: readonly string[]) {
  const run = new Run(['watch', ...urls, '--web', '--every', '50ms', ...args])
  const [, url = ''] = await run.says(/^(http:\/\/127\.0\.0\.1:\d+\/[0-9a-f]{32}\/)\n/)
  return { run, url, [Symbol.asyncDispose]: () => run[Symbol.asyncDispose]() }
}

const status = (url: string, headers: Record<string, string>) =>
  new Promise<number | undefined>((resolve, reject) => {
    const ask = request(url, { headers, agent: false }, (response) => {
      resolve(response.statusCode)
      response.destroy()
    })
    ask.on('error', reject).end()
  })

test('the page is for who has its URL, and no page from elsewhere', async () => {
  await using instrument = await simulate(device)
  await using it = await onPage([instrument.url])
  const { origin } = new URL(it.url)
  for (const [path, headers, expected] of [
    [it.url, {}, 200],
    [`${it.url}watch.js`, { 'Sec-Fetch-Site': 'same-origin' }, 200],
    [`${it.url}main.js`, {}, 404],
    [`${origin}/`, {}, 403],
    [`${origin}/events`, {}, 403],
    [`${it.url}events`, { 'Sec-Fetch-Site': 'cross-site', 'Sec-Fetch-Mode': 'no-cors' }, 403],
    [`${it.url}events`, { Origin: 'http://elsewhere.example' }, 403],
    [it.url, { Host: 'rebound.example' }, 403],
  ] as const) {
    expect(await status(path, headers), path).toBe(expected)
  }
})

describe.skipIf(!hasBrowser)('on a page', () => {
  let browser: Browser
  beforeAll(async () => {
    browser = await launch()
  })
  afterAll(() => browser?.close())

  test.each(['light', 'dark'] as const)(
    'a hundred instruments, one of which goes and comes back: %s',
    async (scheme) => {
      await using instrument = await simulate(device)
      await using other = await simulate(scope())
      await using it = await onPage([...Array.from({ length: 99 }, () => instrument.url), other.url])
      const { page, wrong } = await open(browser, it.url, scheme)
      const row = page.locator('#rows tr').nth(99)
      await page.waitForFunction(() => document.getElementById('state-text')?.textContent === 'all well')
      expect(await page.locator('#rows tr').count()).toBe(100)
      expect(await page.locator('#counts').textContent()).toBe('100 instruments: 100 well, 0 in trouble')
      expect(await row.locator('td').first().textContent()).toBe(other.url)
      expect(await row.locator('.words').textContent()).toBe('SOCKIO,SCOPE,0,1.0')
      expect(await row.locator('.number').first().textContent()).toMatch(/^[\d.]+$/)
      other.inject(faults.refuse()) // it stays away until the page has shown that
      other.disconnect('reset')
      await page.waitForFunction(() => document.getElementById('state')?.dataset.state === 'trouble')
      expect(await row.getAttribute('data-health')).toBe('trouble')
      expect(await row.locator('.words').textContent()).toMatch(/ECONNREFUSED|ECONNRESET|closed|reset/)
      await page.getByRole('button', { name: 'In trouble first' }).click()
      expect(await page.locator('#rows tr').first().getAttribute('data-health')).toBe('trouble')
      await page.screenshot({ path: `${pictures}watch-${scheme}.png` })
      other.clear()
      await page.waitForFunction(() => document.getElementById('state')?.dataset.state === 'ready')
      expect(await row.locator('.number').nth(4).textContent()).toBe('1')
      expect(wrong).toEqual([])
    },
  )

  test('what an instrument says is text, and the end of the command shows', async () => {
    await using instrument = await simulate(device)
    await using it = await onPage([instrument.url], '--query', 'EVIL?')
    const { page, wrong } = await open(browser, it.url, 'light', { width: 420, height: 800 })
    await page.waitForFunction(() => document.querySelector('.words')?.textContent?.includes('<img src=x'))
    expect(await page.locator('#url').textContent()).toBe('EVIL?, every 50 ms')
    it.run.child.kill('SIGINT')
    await page.waitForFunction(() => document.getElementById('state')?.dataset.state === 'over')
    expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true)
    expect(await it.run.end()).toMatchObject({ code: 0 })
    expect(wrong).toEqual([])
  })
})
