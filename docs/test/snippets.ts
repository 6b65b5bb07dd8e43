/** The code blocks of the project's pages: each is a whole program. */
import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'

export const docs = dirname(dirname(fileURLToPath(import.meta.url)))
const root = dirname(docs)

export interface Snippet {
  /** `README.md:12`, where it begins. */
  readonly name: string
  readonly language: 'ts' | 'js'
  readonly code: string
}

/** Pages with code that a reader will copy. */
export function pages(): string[] {
  const here = readdirSync(docs).filter((file) => file.endsWith('.md'))
  const packages = readdirSync(join(root, 'packages')).map((name) => join(root, 'packages', name, 'README.md'))
  const all = [
    join(root, 'README.md'),
    join(root, 'CONTRIBUTING.md'),
    ...here.map((file) => join(docs, file)),
    ...packages,
  ]
  return all.filter((file) => {
    try {
      return readFileSync(file).length > 0
    } catch {
      return false // a private package without a page
    }
  })
}

/** The blocks marked `ts` and `js` of all pages. */
export function snippets(): Snippet[] {
  return pages().flatMap((file) => {
    const text = readFileSync(file, 'utf8')
    return [...text.matchAll(/^```(ts|js)\n([\s\S]*?)^```$/gm)].map((match) => ({
      name: `${relative(root, file)}:${text.slice(0, match.index).split('\n').length}`,
      language: match[1] === 'ts' ? 'ts' : 'js',
      code: match[2] ?? '',
    }))
  })
}
