/** No page that is written by hand has a violation that axe finds, in light and in dark; and keys lead to all of it. */
import { createRequire } from 'node:module'
import type { AxeResults, RunOptions } from 'axe-core'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { address, copy, original, pages } from '../../src/pages.ts'
import { type Browser, openBrowser, there } from './browser.ts'

const axe = createRequire(import.meta.url).resolve('axe-core')
const addresses = pages()
  .filter((page) => original(copy(page)) === page)
  .map(address)

/** What is wrong, as somebody who mends it reads it. */
async function violations(page: Page, options: RunOptions): Promise<string[]> {
  const { violations: found } = await page.evaluate(
    (given) => (globalThis as unknown as { axe: { run(options: object): Promise<AxeResults> } }).axe.run(given),
    options,
  )
  return found.flatMap(({ id, nodes }) =>
    nodes.map(({ html, failureSummary }) => `${id}: ${html.slice(0, 160)} ${failureSummary}`),
  )
}

describe.skipIf(!there)('in a browser', () => {
  let browser: Browser
  let page: Page
  beforeAll(async () => {
    browser = await openBrowser()
    page = await browser.newcomer({ colorScheme: 'light', reducedMotion: 'reduce' })
  })
  afterAll(() => browser?.[Symbol.asyncDispose]())

  it.each(addresses)('%s', async (each) => {
    await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' })
    await browser.visit(page, each)
    await page.addScriptTag({ path: axe })
    expect(await violations(page, { resultTypes: ['violations'] })).toEqual([])
    // What is dark differs in its colours alone.
    await page.emulateMedia({ colorScheme: 'dark', reducedMotion: 'reduce' })
    await page.waitForSelector('html.dark')
    expect(await violations(page, { runOnly: ['color-contrast'], resultTypes: ['violations'] })).toEqual([])
  })

  it('leads by keys to the switch, the search, and past the menu', async () => {
    const tab = await browser.newcomer()
    await browser.visit(tab, '/guides/timeouts')
    const reached: string[] = []
    for (let presses = 0; presses < 120 && !reached.includes('INPUT radio'); presses++) {
      await tab.keyboard.press('Tab')
      reached.push(
        await tab.evaluate(() => {
          const { activeElement: at } = document
          const name =
            at?.getAttribute('aria-label') || (at?.tagName === 'INPUT' ? at.getAttribute('type') : at?.textContent)
          return `${at?.tagName} ${name}`
        }),
      )
    }
    expect(reached[0]).toBe('A Skip to content')
    expect(reached.filter((each) => /^SELECT Flavour|^BUTTON .*Search|^INPUT radio/.test(each))).toHaveLength(3)
    await tab.context().close()
  })
})
