/** The diagram of the states is that of the machine's own table. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { transitions } from '@sockio/core'
import { expect, it } from 'vitest'
import { docs } from './snippets.ts'

/** The table as Mermaid; one arrow for each cell. */
function diagram(): string {
  const arrows = Object.entries(transitions).flatMap(([from, row]) =>
    Object.entries(row).map(([cause, to]) => `  ${from} --> ${to}: ${cause}`),
  )
  return ['stateDiagram-v2', '  [*] --> idle', ...arrows, '  closed --> [*]'].join('\n')
}

it('docs/link-states.md shows the table of transitions', () => {
  const page = readFileSync(join(docs, 'link-states.md'), 'utf8')
  expect(page).toContain(`\`\`\`mermaid\n${diagram()}\n\`\`\``)
})
