/** Makes the pages of the site that are not written by hand: the API reference, and copies of the packages' READMEs. */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { reference } from './api.ts'
import { copy, docs, foreign, root } from './pages.ts'

rmSync(join(docs, 'packages'), { recursive: true, force: true })
for (const page of foreign()) {
  const to = join(docs, copy(page))
  mkdirSync(dirname(to), { recursive: true })
  writeFileSync(to, readFileSync(join(root, page)))
}
await reference(join(docs, 'api'))
