/** The pictures of the pages are those of the source. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { draw } from '../src/diagrams/draw.ts'
import { docs } from '../src/pages.ts'
import { updated } from '../src/pictures.ts'

it('one-exchange.md shows what the engine does (`pnpm run diagram` brings it up to date)', () => {
  const page = readFileSync(join(docs, 'one-exchange.md'), 'utf8')
  expect(page).toBe(updated(page))
  expect(page.match(/^```mermaid$/gm)).toHaveLength(2)
})

describe('drawing', () => {
  it('draws an arrow for each pair of states, and each state once', () => {
    const drawn = draw(
      'stateDiagram-v2\n  [*] --> idle\n  idle --> connecting: wanted\n  connecting --> idle: spent\n  connecting --> idle: unwanted\n',
    )
    expect(drawn.match(/class="arrow"/g)).toHaveLength(3)
    expect(drawn.match(/class="name"/g)).toHaveLength(2)
    expect(drawn).toContain('>wanted</text>')
    expect(drawn).toContain('>spent, unwanted</text>')
  })

  it('refuses a state that has no place yet', () => {
    expect(() => draw('stateDiagram-v2\n  idle --> asleep: bored\n')).toThrow('the state "asleep" has no place')
  })

  it('draws messages and notes, and escapes what they say', () => {
    const drawn = draw('sequenceDiagram\nparticipant a as A\nparticipant b as B\na->>b: <&>\nNote over a,b: later\n')
    expect(drawn).toContain('>&lt;&amp;&gt;</text>')
    expect(drawn).toContain('>later</text>')
  })

  it.each(['graph TD\n a-->b\n', 'sequenceDiagram\n  loop always\n'])(
    'refuses what it does not know: %j',
    (diagram) => {
      expect(() => draw(diagram)).toThrow('no drawing for')
    },
  )
})
