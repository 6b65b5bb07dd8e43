/** A browser shows every page of the built site without a complaint. */
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { docs } from '../../src/pages.ts'
import { type Browser, openBrowser, there } from './browser.ts'
import { addresses } from './built-site.ts'

const screenshots = join(docs, 'screenshots')

describe.skipIf(!there)('in a browser', () => {
  let browser: Browser
  beforeAll(async () => {
    browser = await openBrowser()
  })
  afterAll(() => browser?.[Symbol.asyncDispose]())

  /** All pages but those of the reference; of these, one for each package and kind. */
  function shown(): string[] {
    const kinds = new Map(addresses().map((address) => [address.replace(/^(\/api\/\w+\/[\w-]+)\/\w+$/, '$1'), address]))
    return [...kinds.values()]
  }

  it('shows the pages, no wider than a phone, without a complaint', async () => {
    const tooWide: string[] = []
    const left = shown()
    const tab = async () => {
      const page = await browser.newcomer()
      for (let address = left.pop(); address !== undefined; address = left.pop()) {
        await browser.visit(page, address, 390)
        const width = Number(await page.evaluate('document.documentElement.scrollWidth'))
        if (width > 390) tooWide.push(`${address}: ${width} px`)
      }
      await page.context().close()
    }
    await Promise.all([tab(), tab()])
    expect(tooWide).toEqual([])
    expect(browser.complaints).toEqual([])
  })

  const looks = ['/', '/guides/streams', '/link-states', '/api/aio/classes/TCP'].flatMap((address) =>
    (['light', 'dark'] as const).flatMap((colorScheme) =>
      [1280, 390].map((width) => ({ address, colorScheme, width })),
    ),
  )
  it.each(looks)('looks: $address, $width px wide, $colorScheme', async ({ address, colorScheme, width }) => {
    mkdirSync(screenshots, { recursive: true })
    const name = `${address === '/' ? 'home' : address.slice(1).replaceAll('/', '-')}-${width}-${colorScheme}.png`
    const page = await browser.newcomer()
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    await browser.visit(page, address, width)
    await page.evaluate('document.fonts.ready')
    const picture = await page.screenshot({ path: join(screenshots, name) })
    await page.context().close()
    expect(picture.length).toBeGreaterThan(10_000)
    expect(browser.complaints).toEqual([])
  })
})
