/** This flavour exports what `@sockio/aio` does, and what is listed here. */
import { exportParity, memberNames } from '@sockio/conformance'
import { expect, test } from 'vitest'
import * as aio from '../../aio/src/index.ts'
import * as sio from '../src/index.ts'

const EXTRAS = [
  'Blocking',
  'Future',
  'FutureBatches',
  'FutureLines',
  'FutureReadings',
  'Result',
  'Stream',
  'TransactionResult',
  'sleep',
]

test('the exports are those of aio, plus a named list', async () => {
  expect(await exportParity(new URL('../src/index.ts', import.meta.url))).toEqual({ extra: EXTRAS, missing: [] })
})

test.each([true, false])('a socket has the members of one of aio (resolveFutures: %s)', (resolveFutures) => {
  const members = memberNames(new sio.TCP('10.0.0.7', 5025, { resolveFutures }))
  expect(members).toEqual(memberNames(new aio.TCP('10.0.0.7', 5025)))
})
