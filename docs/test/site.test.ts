/** The site builds, its links lead somewhere, and a browser shows every page of it without a complaint. */
import { execFile } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { type BrowserContext, chromium, type Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { docs } from '../src/pages.ts'
import { addresses, file, type Served, serve } from './built-site.ts'

const run = promisify(execFile)
const executablePath = '/usr/bin/chromium'
/** Longest build, which is work for the processor alone. */
const BUILD_LIMIT_MS = 1_200_000
/** Longest wait for the browser, which may have much to do. */
const LIMIT_MS = 60_000
const screenshots = join(docs, 'screenshots')

beforeAll(async () => {
  await run('pnpm', ['run', 'site'], { cwd: docs, maxBuffer: 1 << 24 })
}, BUILD_LIMIT_MS)

describe('links', () => {
  const attributes = (html: string, name: string) =>
    [...html.matchAll(new RegExp(`\\s${name}="([^"]*)"`, 'g'))].map((match) => match[1] ?? '')
  const read = new Map<string, { readonly ids: Set<string>; readonly links: readonly string[] }>()
  const page = (path: string) => {
    const known = read.get(path)
    if (known !== undefined) return known
    const html = readFileSync(path, 'utf8')
    const links = ['href', 'src'].flatMap((name) => attributes(html, name))
    const made = { ids: new Set(attributes(html, 'id')), links }
    read.set(path, made)
    return made
  }

  it('there are pages', () => expect(addresses().length).toBeGreaterThan(100))

  it('lead to pages and headings that exist; nothing is loaded from elsewhere', () => {
    const problems = addresses().flatMap((address) =>
      page(file(address) ?? '').links.flatMap((link) => {
        const url = new URL(link.replaceAll('&amp;', '&'), `http://site${address}`)
        if (url.host !== 'site') return /^(https:|data:)/.test(url.href) ? [] : [`${address}: ${link}`]
        const to = file(url.pathname)
        if (to === undefined) return [`${address}: ${link} leads nowhere`]
        const anchor = decodeURIComponent(url.hash.slice(1))
        return anchor === '' || page(to).ids.has(anchor) ? [] : [`${address}: ${link} has no such heading`]
      }),
    )
    expect(problems).toEqual([])
  })
})

const there = existsSync(executablePath)
if (!there) console.warn(`SKIPPED: the site was not opened in a browser, since there is no ${executablePath}`)

describe.skipIf(!there)('in a browser', () => {
  let served: Served
  let context: BrowserContext
  let profile: string
  /** What a reader's console would show, and what a page asked of other hosts. */
  const complaints: string[] = []

  beforeAll(async () => {
    served = await serve()
    profile = mkdtempSync(join(tmpdir(), 'sockio-site-'))
    const args = ['--no-sandbox', '--disable-gpu', '--disable-background-networking']
    context = await chromium.launchPersistentContext(profile, {
      executablePath,
      headless: true,
      timeout: LIMIT_MS,
      args: [...args, '--disable-component-update', '--disable-sync'],
    })
    context.setDefaultTimeout(LIMIT_MS)
    context.on('console', (message) => {
      if (message.type() !== 'log' && message.type() !== 'info') complaints.push(`${message.type()}: ${message.text()}`)
    })
    context.on('weberror', (error) => complaints.push(String(error.error())))
    context.on('requestfailed', (request) => {
      const why = request.failure()?.errorText
      if (why !== 'net::ERR_ABORTED') complaints.push(`${why}: ${request.url()}`) // a page that was left while it read ahead
    })
    context.on('request', (request) => {
      if (!request.url().startsWith(served.url) && !request.url().startsWith('data:')) complaints.push(request.url())
    })
  })

  afterAll(async () => {
    await context?.close()
    await served?.[Symbol.asyncDispose]()
    if (profile !== undefined) rmSync(profile, { recursive: true, force: true })
  })

  /** Opens an address in a tab, and waits until the page is alive. */
  async function visit(page: Page, address: string, width: number): Promise<void> {
    await page.setViewportSize({ width, height: width < 500 ? 844 : 900 })
    await page.goto(served.url + address)
    await page.waitForFunction("'__vue_app__' in (document.querySelector('#app') ?? {})")
  }

  /** All pages but those of the reference; of these, one for each package and kind. */
  function shown(): string[] {
    const kinds = new Map(addresses().map((address) => [address.replace(/^(\/api\/\w+\/[\w-]+)\/\w+$/, '$1'), address]))
    return [...kinds.values()]
  }

  it('shows the pages, no wider than a phone, without a complaint', async () => {
    const tooWide: string[] = []
    const left = shown()
    const tab = async () => {
      const page = await context.newPage()
      for (let address = left.pop(); address !== undefined; address = left.pop()) {
        await visit(page, address, 390)
        const width = Number(await page.evaluate('document.documentElement.scrollWidth'))
        if (width > 390) tooWide.push(`${address}: ${width} px`)
      }
      await page.close()
    }
    await Promise.all([tab(), tab()])
    expect(tooWide).toEqual([])
    expect(complaints).toEqual([])
  })

  it('finds pages by what they say, with no server behind it', async () => {
    const page = await context.newPage()
    await visit(page, '/errors', 1280)
    await page.keyboard.press('Control+k')
    await page.fill('.VPLocalSearchBox input', 'back-pressure')
    await page.waitForSelector('.VPLocalSearchBox .result')
    expect(await page.locator('.VPLocalSearchBox .result').first().getAttribute('href')).toContain('/guides/streams')
    await page.close()
    expect(complaints).toEqual([])
  })

  const looks = ['/', '/guides/streams', '/link-states', '/api/aio/classes/TCP'].flatMap((address) =>
    (['light', 'dark'] as const).flatMap((colorScheme) =>
      [1280, 390].map((width) => ({ address, colorScheme, width })),
    ),
  )
  it.each(looks)('looks: $address, $width px wide, $colorScheme', async ({ address, colorScheme, width }) => {
    mkdirSync(screenshots, { recursive: true })
    const name = `${address === '/' ? 'home' : address.slice(1).replaceAll('/', '-')}-${width}-${colorScheme}.png`
    const page = await context.newPage()
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    await visit(page, address, width)
    await page.evaluate('document.fonts.ready')
    const picture = await page.screenshot({ path: join(screenshots, name) })
    await page.close()
    expect(picture.length).toBeGreaterThan(10_000)
    expect(complaints).toEqual([])
  })
})
