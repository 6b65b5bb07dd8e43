/** The fault matrix for one flavour. */
import { type Subject, startPeer, stopPeers } from '@sockio/conformance'
import type { Report, RunPart } from '../part.ts'
import { subjectNamed } from '../subject-named.ts'
import { cells, sample } from './cells.ts'
import type { Cell } from './expectation.ts'
import { Leftovers } from './leftovers.ts'
import { nameOf, runCell } from './run-cell.ts'
import { Tally } from './tally.ts'

/** Cells mostly wait, so that some of them may run side by side. */
const SIDE_BY_SIDE = 8
/** In the short form, one cell of so many runs. */
const ONE_OF = 8
/** Whatever is made once and stays is made by then. */
const WARM_UP = 3

/** Runs some cells at a time; what they leave behind is looked for after them. */
async function runSome(some: readonly Cell[], subject: Subject, tally: Tally): Promise<void> {
  const before = new Leftovers()
  const reports = await Promise.all(some.map((cell) => runCell(cell, subject)))
  const left = await before.find(reports.map(({ signal }) => signal))
  for (const [index, report] of reports.entries()) tally.add(some[index] as Cell, report)
  if (left.length > 0) tally.left(some.map(nameOf).join(', '), left)
}

export const run: RunPart = async ({ short, seed, flavour }): Promise<Report> => {
  const subject = subjectNamed(flavour)
  const chosen = short ? sample(ONE_OF, seed) : cells
  await startPeer('silent') // the worker of the peers stays from now on
  for (const cell of cells.slice(0, WARM_UP)) await runCell(cell, subject)
  const tally = new Tally(chosen.length)
  for (let at = 0; at < chosen.length; at += SIDE_BY_SIDE) {
    await runSome(chosen.slice(at, at + SIDE_BY_SIDE), subject, tally)
  }
  await stopPeers()
  return tally.report()
}
