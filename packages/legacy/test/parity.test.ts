/** This flavour exports what `@sockio/aio` does, and what is listed here. */
import { EventEmitter } from 'node:events'
import { exportParity, memberNames } from '@sockio/conformance'
import { expect, test } from 'vitest'
import * as aio from '../../aio/src/index.ts'
import * as legacy from '../src/index.ts'

const EXTRAS = ['Callback', 'Done', 'InCallbacks', 'LinesEvents', 'ReadingsEvents', 'SocketEvents']

/** What a socket has beyond one of aio and beyond an EventEmitter. */
const MEMBERS = ['destroy', 'pause', 'resume']

test('the exports are those of aio, plus a named list', async () => {
  expect(await exportParity(new URL('../src/index.ts', import.meta.url))).toEqual({ extra: EXTRAS, missing: [] })
})

test('a socket has the members of one of aio and those of an EventEmitter', () => {
  const members = memberNames(new legacy.TCP('10.0.0.7', 5025))
  const emitter = memberNames(new EventEmitter())
  expect(members).toEqual([...memberNames(new aio.TCP('10.0.0.7', 5025)), ...emitter, ...MEMBERS].sort())
})
