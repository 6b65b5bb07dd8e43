/** A browser that shows the built site, and remembers whatever a reader's console would complain about. */
import { existsSync } from 'node:fs'
import { type BrowserContextOptions, chromium, type Page } from 'playwright-core'
import { serve } from './built-site.ts'

const executablePath = '/usr/bin/chromium'
/** Longest wait for the browser, which may have much to do. */
const LIMIT_MS = 60_000

/** Whether there is a browser; says so where there is none. */
export const there: boolean = existsSync(executablePath)
if (!there) console.warn(`SKIPPED: the site was not opened in a browser, since there is no ${executablePath}`)

export interface Browser extends AsyncDisposable {
  readonly url: string
  /** What a reader's console would show, and what a page asked of other hosts. */
  readonly complaints: readonly string[]
  /** A tab of somebody who was never here; `close()` of its context ends it. */
  newcomer(options?: BrowserContextOptions): Promise<Page>
  /** Opens an address in a tab, and waits until the page is alive. */
  visit(page: Page, address: string, width?: number): Promise<void>
}

export async function openBrowser(): Promise<Browser> {
  const served = await serve()
  const args = ['--no-sandbox', '--disable-gpu', '--disable-background-networking']
  const browser = await chromium.launch({
    executablePath,
    timeout: LIMIT_MS,
    args: [...args, '--disable-component-update', '--disable-sync'],
  })
  const complaints: string[] = []
  return {
    url: served.url,
    complaints,
    async newcomer(options = {}) {
      const context = await browser.newContext(options)
      context.setDefaultTimeout(LIMIT_MS)
      context.on('console', (message) => {
        if (message.type() !== 'log' && message.type() !== 'info')
          complaints.push(`${message.type()}: ${message.text()}`)
      })
      context.on('weberror', (error) => complaints.push(String(error.error())))
      context.on('requestfailed', (request) => {
        const why = request.failure()?.errorText ?? ''
        // A page that was left while it read ahead; one that may run no script.
        if (!['net::ERR_ABORTED', 'csp'].includes(why)) complaints.push(`${why}: ${request.url()}`)
      })
      context.on('request', (request) => {
        if (!request.url().startsWith(served.url) && !request.url().startsWith('data:')) complaints.push(request.url())
      })
      return context.newPage()
    },
    async visit(page, address, width = 1280) {
      await page.setViewportSize({ width, height: width < 500 ? 844 : 900 })
      await page.goto(served.url + address)
      await page.waitForFunction("'__vue_app__' in (document.querySelector('#app') ?? {})")
    },
    async [Symbol.asyncDispose]() {
      await browser.close()
      await served[Symbol.asyncDispose]()
    },
  }
}
