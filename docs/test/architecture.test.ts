/** The map of the house leads to files that are there, and to what it says is in them. */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { root } from '../src/pages.ts'

const page = readFileSync(join(root, 'docs/architecture.md'), 'utf8')
const packages = join(root, 'packages')

/** Where a name on the page may be, as the page says. */
function places(name: string): string[] {
  const [first = '', ...rest] = name.split('/')
  const inside = join('src', ...rest)
  return [
    join(packages, 'core/src', name),
    join(packages, first, inside),
    join(packages, 'internal', first, inside),
    join(packages, name),
    join(root, name),
  ]
}

const found = (name: string) => places(name).find((path) => existsSync(path))

/** What stands in a pair of backquotes. */
const code = [...new Set([...page.matchAll(/`([^`\s]+)`/g)].map(([, text = '']) => text))]
const files = code.filter((text) => /\.(m?ts|md)$|\/$/.test(text))
/** `lifecycle.eof`, `Machine.fired`: a file or class of the engine, and a function in it. */
const functions = code.flatMap((text) => {
  const [, file = '', name = ''] = /^(\w+)\.(\w+)$/.exec(text) ?? []
  return file === '' || files.includes(text) ? [] : [[file.toLowerCase(), name] as const]
})
/** `` `NAMES` of `node/framing.ts` ``: what is said to be in a file. */
const parts = [...page.matchAll(/`(#?\w+)`(?: and `(\w+)`)? of `([\w/.-]+\.m?ts)`/g)].flatMap(
  ([, one, other, file = '']) => [one, other].flatMap((name) => (name === undefined ? [] : [[name, file] as const])),
)

it.each(files)('%s is there', (name) => expect(found(name)).toBeDefined())

it.each(functions)('%s has %s', (file, name) => {
  expect(readFileSync(String(found(`${file}.ts`)), 'utf8')).toMatch(new RegExp(`\\b${name}\\(`))
})

it.each(parts)('%s is of %s', (name, file) => {
  expect(readFileSync(String(found(file)), 'utf8')).toMatch(new RegExp(`${name}\\b`))
})

it('finds what the page names', () => {
  expect([files.length > 30, functions.length > 5, parts.length > 5]).toEqual([true, true, true])
})
