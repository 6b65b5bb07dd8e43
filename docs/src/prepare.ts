/** Makes the pages of the site that are not written by hand: the API reference, copies of the packages' READMEs, and what is new. */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { reference } from './api.ts'
import { copy, docs, foreign, root } from './pages.ts'
import { whatsNewToday } from './whats-new.ts'

rmSync(join(docs, 'packages'), { recursive: true, force: true })
for (const page of foreign()) {
  const to = join(docs, copy(page))
  mkdirSync(dirname(to), { recursive: true })
  writeFileSync(to, readFileSync(join(root, page)))
}
writeFileSync(join(docs, 'packages', 'whats-new.md'), whatsNewToday())
await reference(join(docs, 'api'))
