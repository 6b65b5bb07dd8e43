/** What editors show: a docstring alone, without what stands above it; on `new TCP(` that of the constructor, which hides that of its class. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'

const packages = fileURLToPath(new URL('../../packages', import.meta.url))
const CLASS = /\/\*\*\n((?: \*.*\n)+?) \*\/\nexport (?:abstract )?class (\w+)/g
const CONSTRUCTOR = / {2}\/\*\*\n((?: {3}\*.*\n)+?) {3}\*\/\n {2}constructor\(/

/** The first paragraph of a docstring, as one line. */
function opening(doc: string): string {
  const lines = doc.split('\n').map((line) => line.replace(/^ *\* ?/, ''))
  const end = lines.findIndex((line) => line === '' || line.startsWith('@'))
  return lines.slice(0, end).join(' ')
}

/** Each source of a published package. */
function* sources() {
  for (const name of readdirSync(packages).filter((name) => name !== 'internal')) {
    for (const file of readdirSync(join(packages, name, 'src'), { recursive: true, encoding: 'utf8' })) {
      if (file.endsWith('.ts')) yield { name, file, source: readFileSync(join(packages, name, 'src', file), 'utf8') }
    }
  }
}

/** Each class with a docstring of its own and one of its constructor. */
function* constructors() {
  for (const { name, source } of sources()) {
    const classes = [...source.matchAll(CLASS)]
    for (const [i, match] of classes.entries()) {
      const body = source.slice(match.index, classes[i + 1]?.index)
      const [, made] = CONSTRUCTOR.exec(body) ?? []
      if (made !== undefined) yield { name: `${name}: ${match[2]}`, doc: match[1] ?? '', made }
    }
  }
}

const found = [...constructors()]

it('finds the sockets of the flavours', () => {
  const sockets = found.map(({ name }) => name).filter((name) => name.endsWith(': TCP'))
  expect(sockets).toEqual(['aio: TCP', 'legacy: TCP', 'rx: TCP', 'sio: TCP'])
})

for (const { name, doc, made } of found) {
  it(`${name}: its constructor says what the class is`, () => expect(opening(made)).toBe(opening(doc)))
}

/** Words with which a docstring leans on the one before. */
const LEANS = /\/\*\*\s+(?:\* )?(?:@internal )?((?:The same|And|Likewise|As above)\b.*)/g

it('no docstring leans on the one before', () => {
  const leaning = [...sources()].flatMap(({ name, file, source }) =>
    [...source.matchAll(LEANS)].map(([, words]) => `${name}/src/${file}: ${words}`),
  )
  expect(leaning).toEqual([])
})
