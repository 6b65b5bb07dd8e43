/** Cells of the fault matrix, recorded: each recording plays again to the same, call by call, and has what each caller was told. */
import { type Subject, startPeer, stopPeers } from '@sockio/conformance'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { aio } from '../../aio/test/shim.ts'
import { cells, sample } from '../../internal/reliability/src/matrix/cells.ts'
import { nameOf, runCell } from '../../internal/reliability/src/matrix/run-cell.ts'
import { recorder } from '../src/index.ts'
import { replayed } from './rig/engine.ts'
import { Folder } from './rig/folder.ts'

/** `TABLE=whole` takes all of them, else one of so many. */
const ONE_OF = 40
const seed = Number(process.env.CELLS_SEED ?? Date.now() % 1_000_000)
const chosen = process.env.TABLE === 'whole' ? cells : sample(ONE_OF, seed)

beforeAll(() => startPeer('silent')) // the worker of all of them
afterAll(stopPeers)

it.concurrent.each(chosen.map((cell) => [nameOf(cell), cell] as const))(
  `%s (CELLS_SEED=${seed})`,
  async (_name, cell) => {
    using folder = new Folder()
    let connections = 0
    const recorded: Subject = {
      ...aio,
      connect: (host, port, options) =>
        aio.connect(host, port, { ...options, ...recorder(folder.path(`${++connections}.jsonl`)) }),
    }
    // Whether a call was in time is for the matrix itself to say, on a machine of its own.
    const { outcomes } = await runCell(cell, recorded)
    const recordings = folder.names.map((name) => folder.text(name))
    for (const recording of recordings) expect(replayed(recording)).toBeGreaterThan(0)
    const told = recordings.join('')
    for (const { ending } of outcomes)
      if (ending !== 'value') expect(told).toMatch(new RegExp(`"(failed|refused)",.*"SOCKIO_${ending}"`))
  },
)
