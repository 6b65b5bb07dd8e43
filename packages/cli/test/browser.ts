/** A browser for the tests of pages, where there is one. */
import { existsSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { type Browser, chromium, type Page } from 'playwright-core'
import { LIMIT } from './sockio.ts'

const executablePath = [
  process.env.CHROMIUM,
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
].find((path) => path !== undefined && existsSync(path))

export const hasBrowser: boolean = executablePath !== undefined
if (!hasBrowser) {
  console.warn('SKIPPED: the page in a browser, for there is none (on Debian: apt-get install chromium)')
}

/** Where pictures of the pages go. */
export const pictures: string = fileURLToPath(new URL('../screenshots/', import.meta.url))

export async function launch(): Promise<Browser> {
  await mkdir(pictures, { recursive: true })
  return await chromium.launch({
    ...(executablePath && { executablePath }),
    args: ['--no-sandbox'],
    timeout: LIMIT,
  })
}

/** Opens a page; whatever is wrong with it is kept. */
export async function open(
  browser: Browser,
  url: string,
  colorScheme: 'light' | 'dark' = 'light',
  viewport: { readonly width: number; readonly height: number } = { width: 1200, height: 760 },
): Promise<{ readonly page: Page; readonly wrong: readonly string[] }> {
  const page = await browser.newPage({ viewport, colorScheme })
  const wrong: string[] = []
  page.on('console', (message) => wrong.push(message.text()))
  page.on('pageerror', (error) => wrong.push(error.message))
  page.on('dialog', (dialog) => {
    wrong.push(dialog.message())
    void dialog.dismiss()
  })
  page.on('request', (asked) => {
    if (!asked.url().startsWith(url) && !asked.url().startsWith('data:')) wrong.push(asked.url())
  })
  page.setDefaultTimeout(LIMIT)
  await page.goto(url)
  return { page, wrong }
}
