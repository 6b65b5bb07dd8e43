/** The switch between the flavours, as a reader uses it: with a mouse, with keys, by an address, and without script. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { FLAVOURS, type Flavour, TITLES } from '../../src/flavours.ts'
import { address, pages, root } from '../../src/pages.ts'
import { shownOn, type Task, task } from '../../src/programs.ts'
import { type Browser, openBrowser, there } from './browser.ts'

const shown = pages().flatMap((page) => {
  const tasks = shownOn(page, readFileSync(join(root, page), 'utf8')).map(task)
  return tasks.length === 0 ? [] : [{ address: address(page), tasks }]
})
const guide = '/guides/timeouts'

describe.skipIf(!there)('in a browser', () => {
  let browser: Browser
  beforeAll(async () => {
    browser = await openBrowser()
  })
  afterAll(() => browser?.[Symbol.asyncDispose]())

  /** A tab of somebody who comes to an address for the first time. */
  async function newcomer(address: string): Promise<Page> {
    const page = await browser.newcomer()
    await browser.visit(page, address)
    return page
  }

  /** What is to be seen of each task: its flavours, and the text of its parts. */
  const visible = (page: Page) =>
    page
      .locator('.task')
      .evaluateAll((tasks) =>
        tasks.map((each) =>
          [...each.querySelectorAll<HTMLElement>(':scope > [data-for]')]
            .filter((part) => part.offsetParent !== null)
            .map((part) => ({ flavour: part.dataset.for, text: part.textContent })),
        ),
      )
  const flavours = async (page: Page) =>
    (await visible(page)).map((parts) => parts.map(({ flavour }) => flavour).join())

  /** What a program looks like where it is shown. */
  const firstLine = (each: Task, flavour: Flavour) => {
    const part = each.parts[flavour]
    return part.kind === 'program' ? part.code.split('\n', 1)[0] : part.why.split(/[`[]/, 1)[0]
  }

  it.each(shown)('$address shows its tasks in each flavour', async ({ address, tasks }) => {
    const page = await newcomer(address)
    for (const flavour of FLAVOURS) {
      await browser.visit(page, `${address}?flavour=${flavour}`)
      const parts = await visible(page)
      expect(parts.map((each) => each.map((part) => part.flavour))).toEqual(tasks.map(() => [flavour]))
      for (const [index, each] of tasks.entries()) expect(parts[index]?.[0]?.text).toContain(firstLine(each, flavour))
    }
    await page.context().close()
  })

  it('keeps what was chosen: in the address, on other pages, and for the next visit', async () => {
    const page = await newcomer(guide)
    expect(new Set(await flavours(page))).toEqual(new Set(['aio']))
    expect(new URL(page.url()).search).toBe('')

    await page.locator('.flavour-tabs').first().getByText('RxJS').click()
    expect(new Set(await flavours(page))).toEqual(new Set(['rx']))
    expect(new URL(page.url()).search).toBe('?flavour=rx')
    expect(await page.locator('.VPNavBar .flavour-menu select').inputValue()).toBe('rx')

    await page.locator('.VPSidebar').getByText('Values instead of text').click()
    await page.waitForURL('**/guides/values?flavour=rx')
    await browser.visit(page, guide)
    expect(new Set(await flavours(page))).toEqual(new Set(['rx']))
    expect(new URL(page.url()).search).toBe('?flavour=rx')

    // The address wins, and is not what the next visit begins with.
    await browser.visit(page, `${guide}?flavour=sio`)
    expect(new Set(await flavours(page))).toEqual(new Set(['sio']))
    await browser.visit(page, guide)
    expect(new Set(await flavours(page))).toEqual(new Set(['rx']))
    await page.context().close()
  })

  it('is right before the page is alive, and whatever an address may say', async () => {
    const page = await newcomer(`${guide}?flavour=cobol`)
    expect(new Set(await flavours(page))).toEqual(new Set(['aio']))
    // The page without the scripts that bring it to life.
    await page.route(`**${guide}?*`, async (route) => {
      const response = await route.fetch()
      const body = (await response.text()).replaceAll(/<(?:script|link)[^>]+\.js"[^>]*>/g, '')
      await route.fulfill({ response, body })
    })
    await page.goto(`${browser.url}${guide}?flavour=effect`)
    expect(await page.evaluate(() => '__vue_app__' in (document.querySelector('#app') ?? {}))).toBe(false)
    expect(new Set(await flavours(page))).toEqual(new Set(['effect']))
    expect(await page.locator('.VPNavBar .flavour-menu [data-for="effect"]').isVisible()).toBe(true)
    await page.context().close()
  })

  it('shows promises without script, and no switch', async () => {
    const page = await browser.newcomer({ javaScriptEnabled: false })
    await page.goto(browser.url + guide)
    expect(await page.locator('.task > [data-for="aio"]').first().isVisible()).toBe(true)
    expect(await page.locator('.task > [data-for="rx"]').first().isVisible()).toBe(false)
    expect(await page.locator('.flavour-tabs').first().isVisible()).toBe(false)
    await page.context().close()
  })

  it('goes by keys, and says what it is', async () => {
    const page = await newcomer(guide)
    const tabs = page.getByRole('group', { name: 'Flavour' }).first()
    expect(await tabs.getByRole('radio').evaluateAll((radios) => radios.length)).toBe(FLAVOURS.length)
    await tabs.getByRole('radio', { name: 'Promises' }).focus()
    for (const flavour of ['sio', 'rx'] as const) {
      await page.keyboard.press('ArrowRight')
      expect(await tabs.getByRole('radio', { name: TITLES[flavour] }).isChecked()).toBe(true)
      expect(new Set(await flavours(page))).toEqual(new Set([flavour]))
    }
    await page.getByLabel('Flavour of the programs').first().selectOption('legacy')
    expect(new Set(await flavours(page))).toEqual(new Set(['legacy']))
    await page.context().close()
  })

  it('stays where the reader is', async () => {
    const page = await newcomer('/guides/values')
    const tabs = page.locator('.flavour-tabs').last()
    await tabs.scrollIntoViewIfNeeded()
    const top = () => tabs.evaluate((each) => Math.round(each.getBoundingClientRect().top))
    const before = await top()
    await tabs.getByText('Effect').click()
    expect(new Set(await flavours(page))).toEqual(new Set(['effect']))
    expect(Math.abs((await top()) - before)).toBeLessThanOrEqual(1)
    await page.context().close()
  })

  it('copies the program that is seen', async () => {
    const page = await newcomer(`${guide}?flavour=legacy`)
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
    const program = page.locator('.task > [data-for="legacy"]').first()
    await program.hover()
    await program.getByTitle('Copy Code').first().click()
    await page.waitForSelector('.task button.copy.copied')
    const copied = await page.evaluate(() => navigator.clipboard.readText())
    const part = task('timeouts/one-call').parts.legacy
    expect(copied).toBe(part.kind === 'program' && part.code.trimEnd())
    await page.context().close()
  })

  it('leads to the quick start of the flavour, and from there to those of others', async () => {
    const page = await newcomer('/')
    const quickStart = page.locator('.VPNavBarMenu').getByText('Quick start')
    await quickStart.click()
    await page.waitForURL('**/quick-start/') // nothing was chosen: the reader does that here
    await page.getByRole('main').getByText('Effect', { exact: true }).last().click()
    await page.waitForURL('**/quick-start/effect?flavour=effect')
    await page.getByLabel('Flavour of the programs').first().selectOption('sio')
    await page.waitForURL('**/quick-start/sio?flavour=sio')
    await browser.visit(page, guide)
    expect(new Set(await flavours(page))).toEqual(new Set(['sio']))
    await quickStart.click()
    await page.waitForURL('**/quick-start/sio?flavour=sio')
    await page.context().close()
  })

  it('complains of nothing', () => expect(browser.complaints).toEqual([]))
})
