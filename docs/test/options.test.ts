/** What the docstrings and the readmes say of the options is what the code does. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { runInNewContext } from 'node:vm'
import { VERBS } from '@sockio/conformance'
import { optionTable } from '@sockio/core'
import { describe, expect, it } from 'vitest'
import { options, readme, retold } from '../src/options.ts'
import { root } from '../src/pages.ts'

const text = (file: string) => readFileSync(file, 'utf8')

it('the readme of aio has them as their docstrings do; after a change of those: node docs/src/options.ts', () => {
  expect(retold(text(readme))).toBe(text(readme))
})

it('each has a docstring', () => {
  expect(
    options()
      .map(({ name }) => name)
      .sort(),
  ).toEqual(Object.keys(optionTable).sort())
})

/** A default as a docstring says it: a piece of code, or so many MiB. */
function evaluated(said: string): unknown {
  const [, size] = /^(\d+) MiB$/.exec(said) ?? []
  if (size !== undefined) return Number(size) * 1024 * 1024
  return runInNewContext(`(${/^`(.*)`$/.exec(said)?.[1]})`)
}

describe('each docstring says the default that the code has', () => {
  it.each(options())('$name', ({ name, fallback }) => {
    const option = optionTable[name as keyof typeof optionTable]
    const value = 'default' in option ? option.default : undefined
    if (value === undefined) expect(fallback ?? 'none').not.toMatch(/^[`\d]/)
    else expect(JSON.stringify(evaluated(String(fallback)))).toBe(JSON.stringify(value))
  })
})

it.each(['rx', 'legacy', 'effect'])('the readme of %s names each', (flavour) => {
  const page = text(join(root, 'packages', flavour, 'README.md'))
  const missing = Object.keys(optionTable).filter((name) => !page.includes(`\`${name}`))
  expect(missing.filter((name) => !(flavour !== 'legacy' && name.startsWith('on')))).toEqual([])
})

it.each(['aio', 'rx', 'effect', 'sio', 'legacy'])('the readme of %s names each operation', (flavour) => {
  const page = text(join(root, 'packages', flavour, 'README.md'))
  expect(VERBS.filter((verb) => !page.includes(`${verb}(`))).toEqual([])
})
