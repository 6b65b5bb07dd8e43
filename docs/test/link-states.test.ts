/** The diagram of the states is that of the machine's own table. */
import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { diagram, page, redrawn } from '../src/link-states.ts'

it('docs/link-states.md shows the table of transitions; after a change of it: pnpm --filter @sockio/docs diagram', () => {
  const text = readFileSync(page, 'utf8')
  expect(text).toContain(`\`\`\`mermaid\n${diagram()}\n\`\`\``)
  expect(redrawn(text)).toBe(text)
})
