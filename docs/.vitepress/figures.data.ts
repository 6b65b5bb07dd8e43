/** The figures of the home page, from where they are kept; ratios, since those hold on other machines. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { FLAVOURS } from '../src/flavours.ts'
import { docs } from '../src/pages.ts'
import { task, taskNames } from '../src/programs.ts'

export interface Figure {
  readonly value: string
  readonly meaning: string
  readonly source: string
}

interface Results {
  readonly workloads: readonly {
    readonly name: string
    readonly rows: readonly { readonly name: string; readonly ratio: { readonly median: number } }[]
  }[]
}

declare const data: readonly Figure[]

export { data }

export default {
  load(): readonly Figure[] {
    const { workloads }: Results = JSON.parse(readFileSync(join(docs, 'performance', 'results.json'), 'utf8'))
    const ratio = (workload: string, row: string) => {
      const found = workloads.find(({ name }) => name === workload)?.rows.find(({ name }) => name === row)
      if (found === undefined) throw new Error(`the benchmark has no "${row}" in "${workload}"`)
      return `${found.ratio.median.toFixed(2)} ×`
    }
    const behaviours = (readFileSync(join(docs, 'conformance.md'), 'utf8').match(/^\| .* \| yes /gm) ?? []).length
    const programs = taskNames()
      .flatMap((name) => Object.values(task(name).parts))
      .filter(({ kind }) => kind === 'program').length
    return [
      {
        value: ratio('a: request-reply', 'aio query'),
        meaning: 'the requests per second of a bare net.Socket with callbacks',
        source: '/performance#a-request-reply',
      },
      {
        value: ratio('d: lines of 64 bytes, as text', 'rx, text'),
        meaning: `the lines per second of a bare socket and a splitter, in RxJS; ${ratio('d: lines of 64 bytes, as text', 'aio for await, text')} by for await`,
        source: '/performance#d-lines-of-64-bytes-as-text',
      },
      {
        value: String(behaviours),
        meaning: `behaviours, the same in all ${FLAVOURS.length} flavours, each with a test`,
        source: '/conformance',
      },
      { value: String(programs), meaning: 'programs on these pages, each run by the tests', source: '/recipes/sweep' },
    ]
  },
}
