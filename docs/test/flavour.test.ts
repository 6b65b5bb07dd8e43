/** The flavour that the guide shows is the example that the conformance suite runs, letter for letter. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { docs, root } from '../src/pages.ts'

it('the guide to flavours shows examples/fp-ts/tcp.ts', () => {
  const page = readFileSync(join(docs, 'guides', 'writing-a-flavour.md'), 'utf8')
  expect(page).toContain(`\`\`\`ts\n${readFileSync(join(root, 'examples', 'fp-ts', 'tcp.ts'), 'utf8')}`)
})
