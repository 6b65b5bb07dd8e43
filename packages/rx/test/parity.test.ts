/** This flavour exports what `@sockio/aio` does, and what is listed here. */
import { exportParity, memberNames } from '@sockio/conformance'
import { expect, test } from 'vitest'
import * as aio from '../../aio/src/index.ts'
import * as rx from '../src/index.ts'

const EXTRAS = ['InObservables', 'LinkEvent', 'PollOptions', 'queryEach', 'sequence', 'usingSocket']

/** A poll is an Observable. */
const MISSING = ['Readings']

/** The properties of a socket that only this flavour has. */
const MEMBERS = ['connected$', 'events$', 'state$']

test('the exports are those of aio, plus a named list', async () => {
  expect(await exportParity(new URL('../src/index.ts', import.meta.url))).toEqual({ extra: EXTRAS, missing: MISSING })
})

test('a socket has the members of one of aio', () => {
  const members = memberNames(new rx.TCP('10.0.0.7', 5025))
  expect(members).toEqual([...memberNames(new aio.TCP('10.0.0.7', 5025)), ...MEMBERS].sort())
})
