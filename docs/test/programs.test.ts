/** Every program of the pages, in every flavour, runs as it is against the simulator, ends by itself, and prints what the page says. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { FLAVOURS } from '../src/flavours.ts'
import { task, taskNames } from '../src/programs.ts'
import { printsLike } from './printed.ts'
import { isLacking, runProgram } from './run-program.ts'

/** What Effect's logger tells besides of connections, at a time of its own. */
const logged = /^\[[\d:.]+\] (?:INFO|WARN) \(#\d+\): sockio: .*\n/gm

const tasks = taskNames().map(task)
const programs = tasks.flatMap((each) =>
  FLAVOURS.flatMap((flavour) => {
    const part = each.parts[flavour]
    return part.kind === 'none' ? [] : [{ name: `${each.name}, ${flavour}`, flavour, task: each, output: part.output }]
  }),
)

describe(`${programs.length} programs of ${tasks.length} tasks`, () => {
  it.each(tasks)('$name: a reason where there is no program', ({ parts }) => {
    for (const part of Object.values(parts)) if (part.kind === 'none') expect(part.why).toMatch(/^[A-Z`][\s\S]{20,}\.$/)
  })

  // Two at a time: most of their time they wait.
  describe.concurrent('run', () => {
    it.for(programs)('$name', async ({ flavour, task: each, output }, { skip }) => {
      if (await isLacking(each, flavour)) skip()
      const { printed, warned, written } = await runProgram(each, flavour)
      expect(warned).not.toContain('[SOCKIO_')
      if (output !== undefined) expect(printed.replaceAll(logged, '')).toMatch(printsLike(output))
      for (const { file, content } of written) {
        expect(content, file).toMatch(printsLike(readFileSync(join(each.folder, 'written', file), 'utf8')))
      }
    })
  })
})
