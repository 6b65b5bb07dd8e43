/** Draws the diagram of docs/link-states.md from the machine's own table; `node src/link-states.ts` writes it there. */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { transitions } from '@sockio/core'

export const page = join(import.meta.dirname, '../link-states.md')

/** The table as Mermaid; one arrow for each cell. */
export function diagram(): string {
  const arrows = Object.entries(transitions).flatMap(([from, row]) =>
    Object.entries(row).map(([cause, to]) => `  ${from} --> ${to}: ${cause}`),
  )
  return ['stateDiagram-v2', '  [*] --> idle', ...arrows, '  closed --> [*]'].join('\n')
}

/** The text of the page with the diagram of today in it. */
export function redrawn(text: string): string {
  return text.replace(/(?<=^```mermaid\n)[\s\S]*?(?=\n```$)/m, diagram)
}

if (import.meta.main) writeFileSync(page, redrawn(readFileSync(page, 'utf8')))
