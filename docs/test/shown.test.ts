/** Each program is shown in the flavour of its reader: by a folder that a page links to, or there is a reason why it is not. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, matchesGlob, relative } from 'node:path'
import { createMarkdownRenderer } from 'vitepress'
import { describe, expect, it } from 'vitest'
import { FLAVOURS } from '../src/flavours.ts'
import { markdown } from '../src/markdown.ts'
import { docs, pages, root } from '../src/pages.ts'
import { shownOn, task, taskNames } from '../src/programs.ts'
import { snippets } from './snippets.ts'

const shown = new Map(pages().map((page) => [page, shownOn(page, readFileSync(join(root, page), 'utf8'))]))

it.each(taskNames())('%s is on a page', (name) => {
  expect([...shown].filter(([, tasks]) => tasks.includes(name)).map(([page]) => page)).not.toEqual([])
})

/** Pages that have a program of one flavour as a block, and why that one is enough. */
const oneFlavour: Readonly<Record<string, string>> = {
  'README.md': 'one for each flavour, below each other: it is read where there is no switch',
  'packages/*/README.md': 'it is read where packages are found, where there is no switch',
  'docs/quick-start/*.md': 'there is one for each flavour',
  'docs/guides/from-*.md': 'it stands beside the program that the reader comes from',
}

const blocks = snippets().map(({ name, code }) => ({
  page: name.replace(/:\d+$/, ''),
  ofFlavour: FLAVOURS.some((each) => code.includes(`'@sockio/${each}'`)),
}))
const pagesOfOne = [...new Set(blocks.filter(({ ofFlavour }) => ofFlavour).map(({ page }) => page))]

it.each(pagesOfOne)('%s may show one flavour', (page) => {
  expect(Object.keys(oneFlavour).some((pattern) => matchesGlob(page, pattern))).toBe(true)
})

it.each(Object.keys(oneFlavour))('%s does show one flavour', (pattern) => {
  expect(pagesOfOne.some((page) => matchesGlob(page, pattern))).toBe(true)
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

  it('shows what tasks share once', () => {
    const count = (text: string) => render(text).match(/"file"/g)?.length
    const first = '[The first properties](../programs/write-a-driver-once/first/)\n'
    const whole = '[The whole driver](../programs/write-a-driver-once/whole/)\n'
    const test = '[Its test](../programs/write-a-driver-once/test/)\n'
    expect(count(first)).toBe(1)
    expect(count(`${first}\n${whole}`)).toBe(3)
    expect(count(`${whole}\n${test}`)).toBe(2)
    expect(
      count(
        `\`\`\`ts\n${readFileSync(join(docs, 'programs/write-a-driver-once/first/supply.mts'), 'utf8')}\`\`\`\n\n${first}`,
      ),
    ).toBeUndefined()
  })

  it('leaves a link within a sentence alone', () => {
    expect(render('See [a limit](../programs/timeouts/one-call/).\n')).not.toContain('FlavourTabs')
  })

  it('has prose for some flavours', () => {
    const html = render('::: flavour effect rx\n\nWith layers.\n\n:::\n')
    expect(html).toContain('<div data-for="rx effect">\n<p>With layers.</p>\n</div>')
  })

  it('refuses a task without a program or a reason for each flavour', () => {
    const folder = mkdtempSync(join(tmpdir(), 'sockio-task-'))
    for (const file of ['aio.ts', 'sio.ts', 'rx.md', 'rx.ts', 'effect.ts', 'legacy.ts'])
      writeFileSync(join(folder, file), '')
    const name = relative(join(docs, 'programs'), folder)
    expect(() => task(name)).toThrow(`docs/programs/${name} needs rx.ts, or rx.md with the reason why there is none`)
    rmSync(folder, { recursive: true })
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
