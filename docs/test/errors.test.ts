/** The page of the errors names every error and its code. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import * as core from '@sockio/core'
import { expect, it } from 'vitest'
import { docs } from '../src/pages.ts'

const page = readFileSync(join(docs, 'errors.md'), 'utf8').replaceAll(/ +/g, ' ')
const details: core.InstrumentDetails = {
  address: { host: 'h', port: 1, tls: false },
  phase: 'queued',
  sent: 'no',
  command: '',
  errors: [],
}
const names = Object.entries(core)
  .filter(([, value]) => typeof value === 'function' && value.prototype instanceof core.SockioError)
  .map(([name]) => name)

it('there are errors', () => expect(names.length).toBeGreaterThan(12))

it.each(names)('%s is on the page, with its code', (name) => {
  const error: unknown = Reflect.construct(Reflect.get(core, name), ['', details])
  if (!(error instanceof core.SockioError)) throw new Error(`${name} is no SockioError`)
  expect(error.name).toBe(name)
  expect(page).toContain(`| \`${name}\` | \`${error.code}\` |`)
})

it.each(names)('%s has a section of causes and cures', (name) => {
  expect(page).toContain(`\n### ${name}\n`)
})
