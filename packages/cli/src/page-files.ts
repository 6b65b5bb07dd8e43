/** The files of the pages of `plot --web` and `watch --web`: beside this one, in the folder `web`, as source and when all is bundled. */
import { readFileSync } from 'node:fs'

const HTML = 'text/html'
const CSS = 'text/css'
const SCRIPT = 'text/javascript'

/** What a page is made of, by its path: the name of a file, and its type. */
export type PageFiles = ReadonlyMap<string, readonly [file: string, type: string]>

type Entry = readonly [path: string, file: readonly [file: string, type: string]]

function filesOf(html: string, styles: readonly string[], scripts: readonly string[]): PageFiles {
  const entry = (file: string, type: string): Entry => [`/${file}`, [file, type]]
  const root: Entry = ['/', [html, HTML]]
  return new Map([
    root,
    ...styles.map((name) => entry(`${name}.css`, CSS)),
    ...scripts.map((name) => entry(`${name}.js`, SCRIPT)),
  ])
}

export const plotPage: PageFiles = filesOf(
  'index.html',
  ['style'],
  ['main', 'chart', 'events', 'feed', 'readings', 'store', 'theme', 'ticks'],
)

export const watchPage: PageFiles = filesOf('watch.html', ['style', 'watch'], ['watch', 'events', 'theme'])

export interface PageFile {
  readonly content: Buffer
  readonly type: string
}

/** The file that a path of the URL names. */
export function fileOfPage(files: PageFiles, path: string): PageFile | undefined {
  const found = files.get(path)
  if (found === undefined) return undefined
  const [file, type] = found
  return { content: readFileSync(new URL(`web/${file}`, import.meta.url)), type }
}
