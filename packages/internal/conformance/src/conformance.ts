/** Runs the table against one flavour, in a test runner. */
import type { Carrier } from './carrier.ts'
import { stopPeers } from './peers/pool.ts'
import { Results } from './results.ts'
import { rows } from './rows/index.ts'
import { runRow } from './run-row.ts'
import type { Subject } from './subject.ts'

/**
 * Upper bound of one row, longer than each wait in it: nothing waits for it unless something hangs. A row of thousands of
 * exchanges, one after the other between two threads, takes minutes where twenty others want the one core.
 */
export const ROW_LIMIT_MS = 600_000

/** The part of a test runner that the suite needs; that of vitest fits. */
export interface Runner {
  describe(name: string, body: () => void): unknown
  test: {
    (name: string, body: () => Promise<void>, timeout: number): unknown
    skip(name: string): unknown
  }
  afterAll(done: () => Promise<void>): unknown
}

/** Declares a test for each row. The results over another carrier are printed and not kept: the table is that of TCP. */
export function conformance(subject: Subject, { describe, test, afterAll }: Runner, carrier?: Carrier): void {
  const results = new Results(subject.name)
  const skips = { ...subject.skips, ...carrier?.skips }
  checkNames(Object.keys(skips), `what ${subject.name} skips`)
  const sections = new Set(rows.map((row) => row.section))
  for (const name of carrier?.sections ?? []) if (!sections.has(name)) throw new Error(`there is no section "${name}"`)
  for (const section of carrier?.sections ?? sections) {
    describe(section, () => {
      for (const row of rows.filter((each) => each.section === section)) {
        const reason = skips[row.name]
        if (reason === undefined) {
          const run = async () => {
            try {
              await runRow(row, subject, (text) => results.note(row, text), carrier?.place)
              results.passed(row)
            } catch (error) {
              results.failed(row)
              throw error
            }
          }
          test(row.name, run, ROW_LIMIT_MS)
        } else {
          results.skipped(row, reason)
          test.skip(`${row.name} (${reason})`)
        }
      }
    })
  }
  afterAll(async () => {
    await stopPeers()
    if (carrier === undefined) console.log(await results.save())
  })
}

/** A name that no row has is a leftover; `what` lists it. */
export function checkNames(listed: readonly string[], what: string): void {
  const names = rows.map((row) => row.name)
  for (const [index, name] of names.entries()) {
    if (names.indexOf(name) !== index) throw new Error(`two rows are named "${name}"`)
  }
  for (const name of listed) {
    if (!names.includes(name)) throw new Error(`"${name}", in ${what}, is no row`)
  }
}
