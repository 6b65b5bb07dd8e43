/** Each folder of programs is shown on a page, and where a page means to show one, it is there. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createMarkdownRenderer } from 'vitepress'
import { describe, expect, it } from 'vitest'
import { markdown } from '../src/markdown.ts'
import { docs, pages, root } from '../src/pages.ts'
import { shownOn, taskNames } from '../src/programs.ts'

const shown = new Map(pages().map((page) => [page, shownOn(page, readFileSync(join(root, page), 'utf8'))]))

it.each(taskNames())('%s is on a page', (name) => {
  expect([...shown].filter(([, tasks]) => tasks.includes(name)).map(([page]) => page)).not.toEqual([])
})

describe('a page', async () => {
  const renderer = await createMarkdownRenderer(docs, markdown)
  const render = (text: string) => renderer.render(text, { relativePath: 'guides/timeouts.md' })

  it('shows the programs of a task, in every flavour', () => {
    const html = render('[A limit](../programs/timeouts/one-call/)\n')
    const flavours = [...html.matchAll(/<div data-for="(\w+)"/g)].map(([, name]) => name)
    expect(flavours).toEqual(['aio', 'sio', 'rx', 'effect', 'legacy'])
    expect(html).toContain('<FlavourTabs />')
    expect(html.match(/nothing arrived/g)).toHaveLength(5)
  })

  it('leaves a link within a sentence alone', () => {
    expect(render('See [a limit](../programs/timeouts/one-call/).\n')).not.toContain('FlavourTabs')
  })

  it('has prose for some flavours', () => {
    const html = render('::: flavour effect rx\n\nWith layers.\n\n:::\n')
    expect(html).toContain('<div data-for="rx effect">\n<p>With layers.</p>\n</div>')
  })

  it('refuses what is not there', () => {
    expect(() => render('[A limit](../programs/timeouts/no-call/)\n')).toThrow(
      'docs/guides/timeouts.md shows docs/programs/timeouts/no-call/, and there is no such folder of programs',
    )
    expect(() => render('::: flavour rxjs\n\nWith pipes.\n\n:::\n')).toThrow(
      '"::: flavour rxjs": flavours are aio, sio, rx, effect, legacy',
    )
  })
})
