/**
 * What a call leaves is garbage among the young, which is free: nothing that is old and dead keeps it until all of the heap
 * is searched. V8 puts a function among the old at once that is assigned to a property where it is written, and there it
 * keeps what it closes over.
 */
import assert from 'node:assert/strict'
import { collectGarbage, collectYoung } from '../garbage.ts'
import { type Row, table } from '../row.ts'
import type { SubjectSocket } from '../subject.ts'
import { supply } from '../supply-driver.ts'

const CALLS = 500
const LOOKS = 5
/** What V8 notes while it learns is kept as well. Not many more: code that runs for long is compiled so that such functions are young. */
const TRIES = 3
/** Bytes. A function of a call, with what it closes over and what has it, is twice as much. */
const MOST = 150

/** Bytes that each call leaves: the median of some looks, of the first try where it is less than `MOST`, or else the last. */
async function left(call: () => Promise<unknown>): Promise<number> {
  let kept = Number.POSITIVE_INFINITY
  for (let i = 0; i < TRIES && kept >= MOST; i++) kept = await looked(call)
  return kept
}

async function looked(call: () => Promise<unknown>): Promise<number> {
  collectGarbage() // so that V8 does not do it, or go on with it, between two looks
  collectGarbage()
  const used: number[] = []
  while (used.length <= LOOKS) {
    for (let i = 0; i < CALLS; i++) await call()
    collectYoung()
    collectYoung() // what was in use at the first is old now, or gone
    used.push(process.memoryUsage().heapUsed)
  }
  const grown = used.slice(1).map((bytes, i) => (bytes - (used[i] as number)) / CALLS)
  return grown.sort((a, b) => a - b)[LOOKS >> 1] as number
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
      const { bun, deno } = process.versions
      // Bun's engine has no collection of the young alone; Deno has Node's, but what it notes itself is as much as is looked for.
      if (bun !== undefined || deno !== undefined) return
      const kept = await left(of(connect(await peer('supply'))))
      assert.ok(kept < MOST, `${kept} bytes of each are kept`)
    },
  }),
)
