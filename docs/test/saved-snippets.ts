/** The code blocks of the pages as files, beside the packages that they import. */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { docs } from '../src/pages.ts'
import type { Snippet } from './snippets.ts'

export interface SavedSnippet extends Snippet {
  readonly path: string
}

/** Saves them anew in a folder of `docs/snippets`, which no other test has. */
export function saveSnippets(all: readonly Snippet[], name: string): SavedSnippet[] {
  const folder = join(docs, 'snippets', name)
  rmSync(folder, { recursive: true, force: true })
  return all.map((snippet) => {
    const path = join(folder, fileOf(snippet))
    mkdirSync(dirname(path), { recursive: true })
    for (const [file, content] of snippet.saved?.beside ?? []) writeFileSync(join(dirname(path), file), content)
    writeFileSync(path, asModule(snippet, snippet.code))
    return { ...snippet, path }
  })
}

/** A program with files beside it has a folder of its own. */
function fileOf({ name, language, saved }: Snippet): string {
  const plain = name.replaceAll(/[/:]/g, '-')
  if (saved !== undefined) return join(plain, saved.name)
  return `${plain}.${language === 'ts' ? 'ts' : 'cjs'}`
}

/** Code in TypeScript as a module, also where it imports nothing. */
export function asModule({ language }: Snippet, code: string): string {
  return language === 'ts' ? `${code}\nexport {}\n` : code
}
