/** What the first page costs: the bytes of all that it asks for, compressed as hosts of pages do; what it reads ahead comes later. */
import { readFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'
import { expect, it } from 'vitest'
import { file } from './built-site.ts'

/** Bytes, the font and the picture of the demo included: 179 kB when this was written. */
const LIMIT = 200_000

/** What a server sends. */
function sent(address: string): number {
  const found = file(address)
  if (found === undefined) throw new Error(`${address} leads nowhere`)
  const bytes = readFileSync(found)
  return /\.(woff2|png)$/.test(found) ? bytes.length : gzipSync(bytes).length
}

const html = readFileSync(file('/') ?? '', 'utf8')
const links = [
  ...html.matchAll(/<link rel="(?:preload stylesheet|stylesheet|preload|modulepreload|icon)" href="([^"]+)"/g),
]
const loaded = [...html.matchAll(/<(?:script|img)\b[^>]* src="([^"]+)"/g)]
const files = [...new Set(['/', ...[...links, ...loaded].map((match) => match[1] ?? '')])]

it(`the home page, ${files.length} files, takes less than ${LIMIT / 1000} kB`, () => {
  const total = files.reduce((sum, address) => sum + sent(address), 0)
  console.log(`the home page: ${total} bytes in ${files.length} files`)
  expect(files.filter((each) => /\.(css|js|woff2|svg)$/.test(each)).length).toBeGreaterThan(5)
  expect(total).toBeLessThan(LIMIT)
})
