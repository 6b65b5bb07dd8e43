/**
 * What the recipes promise besides of what they print: the sweep switches the output off, whatever ends it; the watchdog bites
 * when there is no answer, and not when its question has to wait.
 */
import { type ChildProcessByStdio, spawn } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { type Fault, faults, type SimulatedDevice, simulate, supply } from '@sockio/sim'
import { beforeAll, describe, expect, it } from 'vitest'
import { FLAVOURS, type Flavour } from '../src/flavours.ts'
import { docs } from '../src/pages.ts'
import { task } from '../src/programs.ts'
import { atDevice } from './printed.ts'

const copies = join(docs, 'snippets', 'recipes')
const sweep = task('sweep/csv').folder
const watchdog = task('watchdog/over-limit').folder
const OFF = 'OUTP OFF;OUTP?'

beforeAll(() => rmSync(copies, { recursive: true, force: true }))

type Child = ChildProcessByStdio<null, Readable, null>

/** Runs the program of a recipe in a folder of its own, with a supply that may be faulty. */
function start(recipe: string, flavour: Flavour, device: SimulatedDevice, name: string): Child {
  const copy = join(copies, name, flavour)
  mkdirSync(copy, { recursive: true })
  cpSync(recipe, copy, { recursive: true })
  const code = readFileSync(join(recipe, `${flavour}.ts`), 'utf8')
  // A short limit only where the watchdog looks: what comes is waited for, on a slow machine too.
  const patient = code.replaceAll(/(?<='A' \}\), timeout: )(?:2000|'2 seconds')/g, '300')
  writeFileSync(join(copy, 'run.ts'), atDevice(patient, device, 'supply.lab'))
  return spawn('node', ['run.ts'], { cwd: copy, stdio: ['ignore', 'pipe', 'ignore'] })
}

const failures: Readonly<Record<string, Fault>> = {
  'a reply that is no number': faults.garbage({ match: 'MEAS:CURR?', times: 1 }),
  'a lost connection': faults.reset({ match: 'MEAS:CURR?', times: 1 }),
}

describe.concurrent.each(Object.entries(failures))('%s: the sweep fails, and the output is off', (name, fault) => {
  it.each(FLAVOURS)('%s', async (flavour) => {
    await using device = await simulate(supply(), { faults: fault })
    const [code] = await once(start(sweep, flavour, device, name.replaceAll(' ', '-')), 'exit')
    expect(code).toBeGreaterThan(0)
    expect(device.requests.filter((request) => request === OFF)).toHaveLength(1)
    expect(device.requests.at(-1)).toBe(OFF)
  })
})

// Node ends a thread that blocks without asking it, and nothing waits behind its own calls; the pages say so.
const eventful = FLAVOURS.filter((flavour) => flavour !== 'sio')

describe.concurrent('Ctrl-C: the sweep ends, and the output is off', () => {
  it.each(eventful)('%s', async (flavour) => {
    await using device = await simulate(supply(), { faults: faults.silence({ match: 'MEAS:VOLT?', times: 1 }) })
    const child = start(sweep, flavour, device, 'interrupted')
    await device.received('MEAS:VOLT?')
    child.kill('SIGINT')
    await once(child, 'exit')
    expect(device.requests.at(-1)).toBe(OFF)
    expect(device.requests).not.toContain('VOLT 3')
  })
})

describe.concurrent('no answer: the watchdog bites, and the output is off', () => {
  it.each(FLAVOURS)('%s', async (flavour) => {
    await using device = await simulate(supply(), { faults: faults.silence({ match: 'MEAS:CURR?' }) })
    const printed = await text(start(watchdog, flavour, device, 'silent').stdout)
    expect(printed).toMatch(/^alarm: .+\n(.*\n)*output: 0$/m)
    expect(device.requests.at(-1)).toBe(OFF)
  })
})

describe.concurrent('a question that has to wait: the watchdog does not bite', () => {
  it.each(eventful)('%s', async (flavour) => {
    // A machine that is too slow to connect, or to answer, within the watchdog's limit shows nothing: then once more.
    for (let seen = ''; !seen.includes('busy: not seen'); ) {
      await using device = await simulate(supply(), { faults: faults.silence({ match: 'VOLT 1;*OPC?' }) })
      const child = start(watchdog, flavour, device, 'busy')
      child.stdout.setEncoding('utf8')
      seen = (await once(child.stdout, 'data'))[0]
      expect(seen).not.toContain('waited its turn')
      child.kill('SIGKILL')
      await once(child, 'exit')
    }
  })
})
