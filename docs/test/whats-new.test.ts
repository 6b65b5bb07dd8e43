/** What is new, from changesets before a release, and from the changelogs that they become. */
import { expect, it } from 'vitest'
import { changelog, changeset, whatsNew } from '../src/whats-new.ts'

const log = `# @sockio/hub

## 1.10.0

### Minor Changes

- 1234abc: Shares an instrument.

  Also over Unix sockets.

### Patch Changes

- Updated dependencies [1234abc]
  - @sockio/node@1.10.0

## 1.9.0

### Patch Changes

- 89abcde: Closes at once.
`

it('reads a changelog, without what follows from others', () => {
  expect([...changelog('hub', log)]).toEqual([
    ['1.10.0', [{ kind: 'minor', packages: ['hub'], text: 'Shares an instrument.\n\nAlso over Unix sockets.' }]],
    ['1.9.0', [{ kind: 'patch', packages: ['hub'], text: 'Closes at once.' }]],
  ])
})

it('reads a changeset', () => {
  const text = `---\n'@sockio/aio': patch\n'@sockio/hub': minor\n---\n\nOne line,\nand another.\n`
  expect(changeset(text)).toEqual({ kind: 'minor', packages: ['aio', 'hub'], text: 'One line,\nand another.' })
})

it('tells once what is new in several packages, the newest version first', () => {
  const flavours = ['aio', 'sio', 'rx', 'effect', 'legacy', 'node']
  const page = whatsNew(
    [{ kind: 'patch', packages: flavours, text: 'Faster.' }],
    [changelog('hub', log), changelog('cli', log)],
  )
  expect(page).toContain('## Not released yet\n\n### Better\n\n- **all flavours, node**: Faster.\n')
  expect(page).toContain(
    '## 1.10.0\n\n### New\n\n- **hub, cli**: Shares an instrument.\n  \n  Also over Unix sockets.\n',
  )
  expect(page.indexOf('## 1.10.0')).toBeLessThan(page.indexOf('## 1.9.0'))
})
