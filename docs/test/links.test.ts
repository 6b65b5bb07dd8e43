/** Every link within the pages leads to a file that is there, and to a heading that it has. */
import { existsSync, readFileSync, statSync } from 'node:fs'
import { join, posix } from 'node:path'
import { expect, it } from 'vitest'
import { pages, root, slug, target } from '../src/pages.ts'

const withoutCode = (text: string) => text.replaceAll(/^```[\s\S]*?^```$/gm, '').replaceAll(/`[^`\n]*`/g, 'code')

function links(page: string): string[] {
  return [...withoutCode(readFileSync(join(root, page), 'utf8')).matchAll(/\]\(([^)\s]+)\)/g)].map(
    (match) => match[1] ?? '',
  )
}

/** The anchors that GitHub and the site give to a page's headings, and those that it sets. */
function anchors(page: string): string[] {
  const text = readFileSync(join(root, page), 'utf8').replaceAll(/^```[\s\S]*?^```$/gm, '')
  const headings = [...text.matchAll(/^#+ (.+)$/gm)].map((match) =>
    slug((match[1] ?? '').replaceAll(/\[([^\]]*)\]\([^)]*\)/g, '$1')),
  )
  return [...headings, ...[...text.matchAll(/<a id="(\w+)">/g)].map((match) => match[1] ?? '')]
}

function problem(page: string, href: string): string | undefined {
  if (/^https?:/.test(href)) return undefined // the network is not asked
  const to = href.startsWith('#') ? { path: page, anchor: href.slice(1) } : target(page, href)
  if (to === undefined) return 'is neither relative nor https'
  const file = join(root, to.path)
  if (!existsSync(file)) return `${to.path} does not exist`
  if (to.anchor === '') return undefined
  const read = statSync(file).isDirectory() ? posix.join(to.path, 'README.md') : to.path
  return anchors(read).includes(to.anchor) ? undefined : `${read} has no heading for #${to.anchor}`
}

it.each(pages())('%s', (page) => {
  const problems = links(page).flatMap((href) => {
    const why = problem(page, href)
    return why === undefined ? [] : [`${href}: ${why}`]
  })
  expect(problems).toEqual([])
})

it('finds what is wrong', () => {
  expect(problem('docs/errors.md', 'nowhere.md')).toBe('docs/nowhere.md does not exist')
  expect(problem('docs/errors.md', 'glossary.md#nothing')).toBe('docs/glossary.md has no heading for #nothing')
  expect(problem('docs/errors.md', '../packages/aio#options')).toBeUndefined()
})
