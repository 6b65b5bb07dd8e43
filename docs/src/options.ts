/** The table of options in the readme of aio, from the docstrings of `Options`; `node src/options.ts` writes it there. */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './pages.ts'

export const readme = join(root, 'packages/aio/README.md')

export interface OptionHelp {
  readonly name: string
  /** What its docstring says is the default, as Markdown; undefined where it says nothing. */
  readonly fallback: string | undefined
  readonly meaning: string
  /** The names of the arguments of a callback. */
  readonly args: string | undefined
}

const OPTION = /^ {2}\/\*\*([\s\S]*?)\*\/\n {2}readonly (\w+)\?: (.*)$/gm
const DEFAULT = /\s*\bDefault:? (.+)\.$/

/** All options, in the order of the source. */
export function options(): OptionHelp[] {
  const source = readFileSync(join(root, 'packages/core/src/options.ts'), 'utf8')
  const [, body = ''] = /^export interface Options<.*?\{\n([\s\S]*?)^\}/m.exec(source) ?? []
  return [...body.matchAll(OPTION)].map(([, doc = '', name = '', type = '']) => {
    const text = doc
      .replace(/@example[\s\S]*/, '')
      .replaceAll(/\s*\n\s*\* ?/g, ' ')
      .trim()
    const [all = '', fallback] = DEFAULT.exec(text) ?? []
    const meaning = text.slice(0, text.length - all.length).replace(/\.$/, '')
    return { name, fallback, meaning, args: parameters(type) }
  })
}

/** `((error?: Error) => unknown) | undefined` has `error?`; undefined where it is no notification. */
function parameters(type: string): string | undefined {
  const [, list] = /^\(\((.*?)\) => unknown\) \| undefined$/.exec(type) ?? []
  return list
    ?.split(', ')
    .map((parameter) => parameter.replace(/:.*/, ''))
    .join(', ')
}

const row = ({ name, fallback = 'none', meaning, args }: OptionHelp): string =>
  `| \`${name}${args === undefined ? '' : `(${args})`}\` | ${fallback} | ${meaning} |`

/** The text of the readme with the table of today in it. */
export function retold(text: string): string {
  const rows = options().map((option) => row(option).replaceAll('||', '\\|\\|'))
  const table = ['| option | default | meaning |', '| --- | --- | --- |', ...rows].join('\n')
  return text.replace(/^\| option \| default \| meaning \|\n(?:\|.*\n)*/m, () => `${table}\n`)
}

if (import.meta.main) writeFileSync(readme, retold(readFileSync(readme, 'utf8')))
