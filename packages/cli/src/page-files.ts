/** The files of the page of `plot --web`: beside this one, in the folder `web`, as source and when all is bundled. */
import { readFileSync } from 'node:fs'

const HTML = 'text/html'
const CSS = 'text/css'
const SCRIPT = 'text/javascript'

const scripts = ['main', 'chart', 'feed', 'readings', 'store', 'theme', 'ticks'].map((name) => `${name}.js`)

/** What there is, by its path, and its type. */
const files = new Map<string, readonly [file: string, type: string]>([
  ['/', ['index.html', HTML]],
  ['/style.css', ['style.css', CSS]],
  ...scripts.map((file) => [`/${file}`, [file, SCRIPT]] as const),
])

export interface PageFile {
  readonly content: Buffer
  readonly type: string
}

/** The file that a path of the URL names. */
export function fileOfPage(path: string): PageFile | undefined {
  const found = files.get(path)
  if (found === undefined) return undefined
  const [file, type] = found
  return { content: readFileSync(new URL(`web/${file}`, import.meta.url)), type }
}
