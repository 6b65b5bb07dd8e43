/** This flavour exports what `@sockio/aio` does, and what is listed here; what can't apply is named, with its reason. */

import { exportParity, memberNames } from '@sockio/conformance'
import { Effect } from 'effect'
import { expect, test } from 'vitest'
import { TCP } from '../../aio/src/index.ts'
import { Tcp } from '../src/index.ts'

const EXTRAS = [
  'BlockError',
  'ChunkOptions',
  'DriverError',
  'InEffects',
  'Instruments',
  'InstrumentsOptions',
  'LayerOptions',
  'LineError',
  'Notified',
  'OpenError',
  'PlanOptions',
  'ReadError',
  'ReconnectSchedule',
  'Reply',
  'SessionError',
  'Target',
  'Tcp',
  'TcpShape',
  'TransactionError',
  'UnavailableError',
  'Value',
  'WriteError',
]

/** Batches are a Stream, a poll is one, and it is a service, `Tcp`, with `Tcp.make` in place of the constructor. */
const MISSING = ['Batches', 'Readings', 'TCP']

test('the exports are those of aio, plus a named list', async () => {
  const parity = await exportParity(new URL('../src/index.ts', import.meta.url))
  expect(parity).toEqual({ extra: EXTRAS, missing: MISSING })
})

test('the service has the members of a socket of aio', async () => {
  const tcp = await Effect.runPromise(Effect.scoped(Tcp.make('10.0.0.7', 5025)))
  expect(memberNames(tcp)).toEqual(memberNames(new TCP('10.0.0.7', 5025)))
})
