/** What the recipes promise besides of what they print: the sweep switches the output off, whatever ends it. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Fault, faults, type SimulatedDevice, simulate, supply } from '@sockio/sim'
import { beforeAll, describe, expect, it } from 'vitest'
import { FLAVOURS, type Flavour } from '../src/flavours.ts'
import { docs } from '../src/pages.ts'
import { task } from '../src/programs.ts'
import { atDevice } from './printed.ts'

const copies = join(docs, 'snippets', 'recipes')
const { folder } = task('sweep/csv')

beforeAll(() => rmSync(copies, { recursive: true, force: true }))

/** The program runs in a folder of its own. */
function start(flavour: Flavour, device: SimulatedDevice, name: string): ChildProcess {
  const copy = join(copies, name, flavour)
  mkdirSync(copy, { recursive: true })
  cpSync(folder, copy, { recursive: true })
  writeFileSync(
    join(copy, 'run.ts'),
    atDevice(readFileSync(join(folder, `${flavour}.ts`), 'utf8'), device, 'supply.lab'),
  )
  return spawn('node', ['run.ts'], { cwd: copy, stdio: 'ignore' })
}

const failures: Readonly<Record<string, Fault>> = {
  'a reply that is no number': faults.garbage({ match: 'MEAS:CURR?', times: 1 }),
  'a lost connection': faults.reset({ match: 'MEAS:CURR?', times: 1 }),
}

describe.concurrent.each(Object.entries(failures))('%s: the sweep fails, and the output is off', (name, fault) => {
  it.each(FLAVOURS)('%s', async (flavour) => {
    await using device = await simulate(supply(), { faults: fault })
    const [code] = await once(start(flavour, device, name.replaceAll(' ', '-')), 'exit')
    expect(code).toBeGreaterThan(0)
    expect(device.requests.filter((request) => request.startsWith('OUTP OFF'))).toHaveLength(1)
    expect(device.requests.at(-1)).toBe('OUTP OFF;OUTP?')
  })
})

// Node ends a thread that blocks without asking it, so that sio has nothing to do there; the page says so.
const interruptible = FLAVOURS.filter((flavour) => flavour !== 'sio')
describe.concurrent('Ctrl-C: the output is off', () => {
  it.each(interruptible)('%s', async (flavour) => {
    await using device = await simulate(supply(), { faults: faults.silence({ match: 'MEAS:VOLT?', times: 1 }) })
    const child = start(flavour, device, 'interrupted')
    await device.received('MEAS:VOLT?')
    child.kill('SIGINT')
    await once(child, 'exit')
    expect(device.requests.at(-1)).toBe('OUTP OFF;OUTP?')
    expect(device.requests).not.toContain('VOLT 3')
  })
})
