/** Puts the files of the page, which no compiler makes, beside those that it makes. */
import { copyFileSync, mkdirSync } from 'node:fs'

const to = new URL('../../dist/web/', import.meta.url)
mkdirSync(to, { recursive: true })
for (const file of ['index.html', 'page.css', 'page.js'])
  copyFileSync(new URL(file, import.meta.url), new URL(file, to))
