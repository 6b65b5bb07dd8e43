/** A browser shows every page of the built site without a complaint. */
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { docs } from '../../src/pages.ts'
import { type Browser, openBrowser, there } from './browser.ts'
import { addresses } from './built-site.ts'

const screenshots = join(docs, 'screenshots')
/** Longest time for all pages, one after the other, on a busy machine. */
const LIMIT_MS = 1_200_000

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

  it(
    'shows the pages, no wider than a phone, without a complaint',
    async () => {
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
    },
    LIMIT_MS,
  )

  const six = ['/', '/guides/streams', '/recipes/sweep', '/errors', '/link-states', '/api/aio/classes/TCP']
  const looks = six.flatMap((address) =>
    (['light', 'dark'] as const).flatMap((colorScheme) =>
      [1280, 390].map((width) => ({ address, colorScheme, width })),
    ),
  )
  it.each(looks)('looks: $address, $width px wide, $colorScheme', async ({ address, colorScheme, width }) => {
    mkdirSync(screenshots, { recursive: true })
    const name = `${address === '/' ? 'home' : address.slice(1).replaceAll('/', '-')}-${width}-${colorScheme}.png`
    const page = await browser.newcomer({ colorScheme, reducedMotion: 'reduce' })
    await browser.visit(page, `${address}?flavour=rx`, width)
    await page.evaluate('document.fonts.ready')
    await page.screenshot({ path: join(screenshots, name) })
    const look = await page.evaluate(() => {
      const colour = getComputedStyle(document.body).backgroundColor
      const all = <E extends Element>(selector: string) => [...document.querySelectorAll<E>(selector)]
      const seen = (each: HTMLElement) => each.checkVisibility()
      return {
        wide: document.documentElement.scrollWidth,
        /** From 0, black, to 1. */
        brightness: Math.max(...(colour.match(/\d+/g) ?? []).slice(0, 3).map(Number)) / 255,
        font: document.fonts.check('16px Inter'),
        broken: all<HTMLImageElement>('img').filter((each) => each.complete && each.naturalWidth === 0).length,
        flavours: all<HTMLElement>('.task > [data-for]')
          .filter(seen)
          .map((each) => each.dataset.for),
        tasks: all('.task').length,
        headings: all<HTMLElement>('h1').filter(seen).length,
      }
    })
    await page.context().close()
    expect(look.wide).toBeLessThanOrEqual(width)
    expect(look.brightness > 0.5 ? 'light' : 'dark').toBe(colorScheme)
    expect([look.font, look.broken, look.headings]).toEqual([true, 0, 1])
    expect(look.flavours).toEqual(Array.from({ length: look.tasks }, () => 'rx'))
    expect(browser.complaints).toEqual([])
  })
})
