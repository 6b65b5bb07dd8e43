/** The page on performance shows what was saved. */
import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { page, readResults } from '../src/page.ts'

it('docs/performance.md has the figures of the saved results', () => {
  const text = readFileSync(new URL('../../../../docs/performance.md', import.meta.url), 'utf8')
  expect(page(text, readResults())).toBe(text)
})
