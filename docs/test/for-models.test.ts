/** What language models are given: every page of the menu, whole, with programs in it and links that lead somewhere. */
import { expect, it } from 'vitest'
import { contents, everything, plain } from '../src/for-models.ts'
import { site } from '../src/pages.ts'
import { sidebar } from '../src/sidebar.ts'

it('has the programs of a page in every flavour, with what they print', () => {
  const page = plain('docs/guides/timeouts.md')
  for (const flavour of ['aio', 'sio', 'rx', 'effect', 'legacy']) expect(page).toContain(`from '@sockio/${flavour}'`)
  expect(page).toContain('nothing arrived\nreading yes\n```')
  expect(page).not.toContain('../programs/')
})

it('has absolute links, to Markdown', () => {
  expect(plain('docs/errors.md')).toContain(`](${site}guides/timeouts.md#one-limit-for-a-call)`)
  expect(plain('docs/index.md')).toMatch(/^## /)
})

it('lists the pages by the groups of the menu, and all of them in one file', () => {
  const list = contents(sidebar)
  expect(list).toMatch(/^# sockio\n\n> /)
  for (const { text } of sidebar) expect(list).toContain(`## ${text}\n`)
  expect(list).toContain('/guides/timeouts.md): `timeout` bounds a call as its caller sees it')
  const all = everything(sidebar)
  const listed = [...list.matchAll(/\]\((\S+\.md)\)/g)].map(([, url]) => url)
  expect(listed.length).toBeGreaterThan(50)
  for (const url of listed) expect(all).toContain(`<!-- ${url} -->`)
})
