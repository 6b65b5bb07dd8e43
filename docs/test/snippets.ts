/** The code blocks of the project's pages: each is a whole program. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { pages, root } from '../src/pages.ts'

export interface Snippet {
  /** `README.md:12`, where it begins. */
  readonly name: string
  readonly language: 'ts' | 'js'
  /** False for what runs elsewhere, or needs something that a test does not have (`no-run` on the page): it is type-checked. */
  readonly runs: boolean
  readonly code: string
  /** What it prints, where the page shows it right after it; `…` stands for anything. */
  readonly output: string | undefined
  /** What its reader is told to save it as, and what was saved before, beside it. */
  readonly saved: { readonly name: string; readonly beside: ReadonlyMap<string, string> } | undefined
  /** What is behind `node` in the command that the page gives for it. */
  readonly command: readonly string[] | undefined
}

/** A block that is not run, so that nothing slips through by a misspelt language. */
export interface OtherBlock {
  readonly name: string
  readonly language: string
}

/** A block; and what it prints, with at most one paragraph between. */
const block = /^```([^\n]*)\n([\s\S]*?)^```$(?:\n+(?:[A-Z][^\n]*:\n\n)?```text\n([\s\S]*?)^```$)?/gm

function blocks() {
  return pages().flatMap((page) => {
    const text = readFileSync(join(root, page), 'utf8')
    let beside: ReadonlyMap<string, string> = new Map()
    let before = 0
    return [...text.matchAll(block)].map(({ 0: whole, 1: info = '', 2: code = '', 3: output, index }) => {
      const [, file] = [...text.slice(before, index).matchAll(/\bSave\s+this\s+as\s+`([^`]+)`/g)].at(-1) ?? []
      before = index + whole.length
      const saved = file === undefined ? undefined : { name: file, beside }
      if (file !== undefined) beside = new Map([...beside, [file, code]])
      const shown = file === undefined ? undefined : session(text.slice(before), file)
      return {
        name: `${page}:${text.slice(0, index).split('\n').length}`,
        info,
        code,
        output: output ?? shown?.output,
        saved,
        command: shown?.command,
      }
    })
  })
}

/** What follows as `$ node program`, with what that shows. */
function session(text: string, program: string) {
  for (const [, typed = ''] of text.matchAll(/^```console\n([\s\S]*?)^```$/gm)) {
    for (const each of typed.split(/^\$ /m)) {
      const [first = ''] = each.split('\n', 1)
      const [node, ...command] = first.split(' ')
      if (node === 'node' && command.at(-1) === program) return { command, output: each.slice(first.length + 1) }
    }
  }
  return undefined
}

/** The blocks marked `ts` and `js` of all pages. */
export function snippets(): Snippet[] {
  return blocks().flatMap(({ name, info, code, output, ...others }) => {
    const [language, ...marks] = info.split(' ')
    if (language !== 'ts' && language !== 'js') return []
    // The quick starts are followed step by step by a test of packages/internal/release.
    const runs = !marks.includes('no-run') && !name.startsWith('docs/quick-start/')
    return [{ name, language, runs, code, output, ...others }]
  })
}

/** All others. */
export function otherBlocks(): OtherBlock[] {
  return blocks()
    .filter(({ info }) => !/^(ts|js)\b/.test(info))
    .map(({ name, info }) => ({ name, language: info }))
}
