/** The page of the conformance suite has every row and every flavour, and no row that fails. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { rows } from '@sockio/conformance'
import { expect, it } from 'vitest'

const docs = fileURLToPath(new URL('..', import.meta.url))
const page = readFileSync(join(docs, 'conformance.md'), 'utf8')
const packages = join(docs, '..', 'packages')
const flavours = readdirSync(packages).filter((name) => existsSync(join(packages, name, 'test', 'shim.ts')))

it('shows every flavour', () => {
  expect(flavours.length).toBeGreaterThan(4)
  expect(page).toContain(`| behaviour | ${flavours.join(' | ')} |`)
})

it('shows every row, with the outcome of each flavour', () => {
  const shown = new Map(
    page
      .replaceAll('`', '')
      .split('\n')
      .map((line) => [line.split(' | ')[0]?.slice(2), line.split(' | ').length - 1]),
  )
  for (const { name } of rows)
    expect(shown.get(name.replaceAll('|', '\\|').replaceAll('`', '')), name).toBe(flavours.length)
})

it('shows no row that fails', () => expect(page).not.toContain('FAILS'))
