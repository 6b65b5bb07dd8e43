/** Every code block of the pages is of a kind that is known, and type-checks as it is; `snippet-runs.test.ts` runs them. */
import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { beforeAll, describe, expect, it } from 'vitest'
import { docs } from '../src/pages.ts'
import { saveSnippets } from './saved-snippets.ts'
import { otherBlocks, snippets } from './snippets.ts'

const run = promisify(execFile)
/** The workspace's own; that of this package is for the reference, and several times slower. */
const tsc = join(docs, '..', 'node_modules', '.bin', 'tsc')
/** What is for the eye, or for the reader's own shell. */
const notRun: readonly string[] = ['console', 'sh', 'text', 'json', 'yaml', 'mermaid']

let files: readonly string[]
beforeAll(() => {
  files = saveSnippets(snippets(), 'pages').map(({ path }) => path)
})

describe('snippets', () => {
  it.each(otherBlocks())('$name, which is not run, is of a kind that need not', ({ language }) => {
    expect(notRun).toContain(language)
  })

  it('type-check', async () => {
    const { stdout } = await run(tsc, ['-p', 'tsconfig.json', '--listFiles'], { cwd: docs }).catch((error) => {
      throw new Error((error as { stdout: string }).stdout.replaceAll(/^\/.*\n/gm, ''))
    })
    for (const file of files) if (file.endsWith('.ts')) expect(stdout).toContain(file)
  })
})
