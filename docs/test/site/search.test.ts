/** The search, with no server behind it: what people look for is at the top, and recipes and guides come before tables. */
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Browser, openBrowser, there } from './browser.ts'

/** What is typed, and the pages of which one has to be the first. */
const words: readonly (readonly [typed: string, ...first: readonly string[]])[] = [
  ['sweep', '/recipes/sweep'],
  ['csv', '/recipes/sweep', '/guides/values'],
  ['SYST:ERR', '/recipes/set-up', '/guides/write-a-driver-once'],
  ['termination', '/guides/odd-instruments'],
  ['timeout', '/guides/timeouts'],
  ['waveform', '/recipes/waveform', '/guides/values'],
  ['reconnect', '/guides/reconnection'],
  ['back-pressure', '/guides/streams'],
  ['ssh', '/recipes/ssh'],
  ['run a recipe', '/recipes/'],
]

/** What a beginner asks, and the page that answers: among the first two. Typing is one click, and the result the second. */
const questions: readonly (readonly [asked: string, page: string])[] = [
  ['promises, callbacks or effect', '/guides/choosing-a-flavour'],
  ['instrument does not answer', '/guides/why-no-answer'],
  ['reply never comes', '/guides/why-no-answer'],
  ['connection refused', '/guides/why-no-answer'],
  ['serial port', '/guides/choosing-a-flavour'],
  ['ECONNREFUSED', '/errors'],
  ['how to set a timeout', '/guides/timeouts'],
  ['cancel a call', '/guides/timeouts'],
  ['end of line', '/guides/odd-instruments'],
  ['reconnect after a reboot', '/guides/reconnection'],
  ['save readings to a csv file', '/guides/values'],
  ['test without an instrument', '/recipes/driver-test'],
  ['two programs, one instrument', '/guides/sharing-an-instrument'],
  ['coming from pyvisa', '/guides/from-pyvisa'],
]

describe.skipIf(!there)('search', () => {
  let browser: Browser
  let page: Page
  beforeAll(async () => {
    browser = await openBrowser()
    page = await browser.newcomer()
    await browser.visit(page, '/errors')
    await page.keyboard.press('Control+k')
  })
  afterAll(() => browser?.[Symbol.asyncDispose]())

  /** The pages that are found, best first. */
  async function found(typed: string): Promise<string[]> {
    const results = page.locator('.VPLocalSearchBox .result')
    await page.fill('.VPLocalSearchBox input', '')
    await results.first().waitFor({ state: 'detached' })
    await page.fill('.VPLocalSearchBox input', typed)
    await results.first().waitFor()
    const links = await results.evaluateAll((each) => each.map((result) => result.getAttribute('href') ?? ''))
    return [...new Set(links.map((link) => link.replace(/#.*/, '')))]
  }

  it.each(words)('finds %s', async (typed, ...first) => {
    expect(first).toContain((await found(typed))[0])
  })

  it.each(questions)('answers: %s', async (asked, answer) => {
    expect((await found(asked)).slice(0, 2)).toContain(answer)
  })

  it.each(words)('has neither tables nor reference among the first two for %s', async (typed) => {
    const first = (await found(typed)).slice(0, 2)
    expect(first.filter((each) => /^\/(api|packages|conformance)/.test(each))).toEqual([])
  })

  it('complains of nothing', () => expect(browser.complaints).toEqual([]))
})
