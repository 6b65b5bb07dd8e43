/**
 * What a call leaves is garbage among the young, which is free: nothing that is old and dead keeps it until all of the heap
 * is searched. V8 puts a function among the old at once that is assigned to a property where it is written, and there it
 * keeps what it closes over.
 */
import assert from 'node:assert/strict'
import { collectYoung } from '../garbage.ts'
import { type Row, table } from '../row.ts'
import type { SubjectSocket } from '../subject.ts'
import { supply } from '../supply-driver.ts'

const CALLS = 250
/** Bytes. The least that is kept is a function, with what it closes over and what has it: twice as much. */
const MOST = 64
/** More looks than V8 takes to learn and to compile: what is kept is kept at each. */
const LOOKS = 60

/** Bytes that each call leaves: at the first look that shows fewer than `MOST`, since V8 notes what it learns; else the least of all. */
async function left(call: () => Promise<unknown>): Promise<number> {
  const used = async () => {
    for (let i = 0; i < CALLS; i++) await call()
    collectYoung()
    collectYoung() // what was in use at the first is old now, or gone
    return process.memoryUsage().heapUsed
  }
  let least = Number.POSITIVE_INFINITY
  let before = await used()
  for (let look = 0; look < LOOKS && least >= MOST; look++) {
    const now = await used()
    const kept = (now - before) / CALLS
    if (kept > -MOST) least = Math.min(least, kept) // else all of the heap was searched meanwhile
    before = now
  }
  return least
}

const calls: Readonly<Record<string, (sock: SubjectSocket) => () => Promise<unknown>>> = {
  'a query': (sock) => () => sock.query('VOLT?'),
  'a transaction': (sock) => () => sock.transaction((session) => session.query('VOLT?')),
  'a checked set of a driver': (sock) => {
    const { voltage } = supply.on(sock)
    return () => voltage.set(5)
  },
}

export const youngGarbageRows: readonly Row[] = Object.entries(calls).flatMap(([name, of]) =>
  table('nothing is left behind', {
    [`among what is old, of ${name}`]: async ({ peer, connect }) => {
      if (process.versions.bun !== undefined) return // its engine has no collection of the young alone
      const kept = await left(of(connect(await peer('supply'))))
      assert.ok(kept < MOST, `${kept} bytes of each are kept`)
    },
  }),
)
