/** Draws the two kinds of Mermaid diagrams that the pages have; GitHub draws the same blocks by itself. */
import { drawSequence } from './sequence.ts'
import { drawStates } from './states.ts'

export function draw(diagram: string): string {
  const [kind, ...lines] = diagram
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean)
  if (kind === 'stateDiagram-v2') return drawStates(lines)
  if (kind === 'sequenceDiagram') return drawSequence(lines)
  throw new Error(`no drawing for a diagram "${kind}"`)
}
