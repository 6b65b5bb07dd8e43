/** Every program of the pages, in every flavour, runs as it is against the simulator, ends by itself, and prints what the page says. */
import { execFile } from 'node:child_process'
import { cpSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { SimConfig } from '@sockio/cli'
import { type Device, type SimulatedDevice, scope, simulate } from '@sockio/sim'
import { beforeAll, describe, expect, it } from 'vitest'
import { docs } from '../src/pages.ts'
import { FLAVOURS, task, taskNames } from '../src/programs.ts'
import { atDevice, printsLike } from './printed.ts'

const run = promisify(execFile)
/** Copies, with the instrument's address in them, so that those of two flavours are not in each other's way. */
const copies = join(docs, 'snippets', 'programs')
/** What Effect's logger tells besides of connections, at a time of its own. */
const logged = /^\[[\d:.]+\] INFO \(#\d+\): sockio: .*\n/gm

const tasks = taskNames().map(task)
const programs = tasks.flatMap((each) =>
  FLAVOURS.flatMap((flavour) => {
    const part = each.parts[flavour]
    return part.kind === 'none' ? [] : [{ name: `${each.name}, ${flavour}`, flavour, task: each, output: part.output }]
  }),
)

/** The instrument of a task: each flavour has its own, so that none finds what another has set. */
function start(bench: (() => Device) | SimConfig): Promise<SimulatedDevice> {
  if (typeof bench === 'function') return simulate(bench())
  const { device, ...options } = bench
  return simulate(device, { ...options, port: 0 })
}

beforeAll(() => rmSync(copies, { recursive: true, force: true }))

describe('programs', () => {
  it.each(tasks)('$name: a reason where there is no program', ({ parts }) => {
    for (const part of Object.values(parts)) if (part.kind === 'none') expect(part.why).toMatch(/^[A-Z`][\s\S]{20,}\.$/)
  })

  // Two at a time: most of their time they wait.
  describe.concurrent('run', () => {
    it.each(programs)('$name', async ({ flavour, task: { name, folder, bench }, output }) => {
      const copy = join(copies, name, flavour)
      cpSync(folder, copy, { recursive: true })
      await using device = await start(bench === undefined ? scope : (await import(join(copy, 'bench.ts'))).default)
      for (const file of readdirSync(copy).filter((each) => /\.(m?ts|json|yaml)$/.test(each))) {
        const path = join(copy, file)
        writeFileSync(path, atDevice(readFileSync(path, 'utf8'), device))
      }
      const env = { ...process.env, SCOPE_HOST: device.host, SCOPE_PORT: String(device.port) }
      const { stdout } = await run('node', [`${flavour}.ts`], { timeout: 120_000, cwd: copy, env })
      const printed = stdout.replaceAll(`${device.host}:${device.port}`, 'scope.lab:5025').replaceAll(logged, '')
      if (output !== undefined) expect(printed).toMatch(printsLike(output))
    })
  })
})
