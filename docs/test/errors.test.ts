/** The page of the errors names every error and its code. */
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import * as core from '@sockio/core'
import { expect, it } from 'vitest'
import { docs, root } from '../src/pages.ts'

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
  expect(page).toContain(`| \`${name}\` | [\`${error.code}\`](#${error.code.toLowerCase()}) |`)
  expect(page).toContain(`\n<a id="${error.code.toLowerCase()}"></a>\n\n### ${name}\n`)
})

/** The codes that the packages give to anything. */
const codes = globSync('packages/*/src/**/*.ts', { cwd: root }).flatMap((file) =>
  [...readFileSync(join(root, file), 'utf8').matchAll(/\bcode(?: =|:) '(SOCKIO_\w+)'/g)].map(([, code = '']) => code),
)

it.each([...new Set(codes)])('%s leads to its place: /errors#…', (code) => {
  expect(page).toContain(`<a id="${code.toLowerCase()}"></a>`)
})
