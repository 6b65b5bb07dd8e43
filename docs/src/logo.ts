/**
 * The logo, and the picture that is shown where somebody posts a link: `node src/logo.ts` writes both, with the browser of the
 * tests for the second.
 */
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { chromium } from 'playwright-core'
import { FLAVOURS, TITLES } from './flavours.ts'
import { docs } from './pages.ts'

const folder: string = join(docs, 'public')
/** What a link to the site shows, as wide and high as those who show it ask for. */
export const social = { file: join(folder, 'social.png'), width: 1200, height: 630 } as const
export const logoFile: string = join(folder, 'logo.svg')

const TEAL = '#0b7285'
const LIGHT = '#66d9e8'

/** An S that is a wire between two ends: a request goes out, and its reply comes back. */
export const logo: string = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64" role="img" aria-label="sockio">
<rect width="64" height="64" rx="14" fill="${TEAL}"/>
<path d="M45 19H26a6.5 6.5 0 0 0 0 13h12a6.5 6.5 0 0 1 0 13H19" fill="none" stroke="#fff" stroke-width="5.5" stroke-linecap="round"/>
<circle cx="47" cy="19" r="5.5" fill="${LIGHT}"/>
<circle cx="17" cy="45" r="5.5" fill="${LIGHT}"/>
</svg>
`

const page: string = `<!doctype html><meta charset="utf-8"><style>
body { margin: 0; width: ${social.width}px; height: ${social.height}px; background: #0d1b1e; color: #e9f5f7;
  font-family: Inter, "Helvetica Neue", Arial, "DejaVu Sans", sans-serif; }
main { padding: 76px 80px; }
header { display: flex; align-items: center; gap: 36px; font-size: 104px; font-weight: 700; letter-spacing: -2px; }
svg { width: 128px; height: 128px; }
p { margin: 40px 0 44px; font-size: 46px; color: #b9d3d8; }
code { display: block; padding: 26px 34px; border-radius: 16px; background: #15292e; font: 32px "DejaVu Sans Mono", Menlo, monospace; }
b { color: ${LIGHT}; font-weight: 400; }
ul { display: flex; gap: 20px; margin: 44px 0 0; padding: 0; list-style: none; font-size: 30px; }
li { padding: 10px 26px; border-radius: 40px; background: ${TEAL}; color: #fff; }
</style><main><header>${logo}sockio</header>
<p>Talk to laboratory instruments over TCP</p>
<code>await sock.query('*IDN?') <b>// 'ACME,SCOPE,0,1.0'</b></code>
<ul>${FLAVOURS.map((each) => `<li>${TITLES[each]}</li>`).join('')}</ul></main>`

if (import.meta.main) {
  mkdirSync(folder, { recursive: true })
  writeFileSync(logoFile, logo)
  const browser = await chromium.launch({
    executablePath: '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu'],
  })
  const tab = await browser.newPage({ viewport: { width: social.width, height: social.height } })
  await tab.setContent(page)
  await tab.screenshot({ path: social.file })
  await browser.close()
}
