/** The mutants name texts of the sources: one that is not there any more breaks nothing, and nobody would know. */
import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { mutants } from './tools/mutants.ts'

const source = (file: string) => readFileSync(new URL(`../src/${file}`, import.meta.url), 'utf8')

it.each(mutants)('%s', (_title, file, from, to) => {
  expect(source(file).split(from)).toHaveLength(2)
  expect(to).not.toBe(from)
})
