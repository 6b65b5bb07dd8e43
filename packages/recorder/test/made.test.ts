/** Tests made of recordings: one is written here, and is run with the others. */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { socketForUrl, type TCP } from '@sockio/aio'
import { device, simulate } from '@sockio/sim'
import { expect, it } from 'vitest'
import { readRecording, recorder, testFile } from '../src/index.ts'
import { driver, limited } from './rig/driver.ts'

const folder = join(import.meta.dirname, '.made')
rmSync(folder, { recursive: true, force: true })
mkdirSync(folder)

async function session(name: string, run: (sock: TCP) => Promise<void>): Promise<string> {
  const file = join(folder, `${name}.jsonl`)
  await using simulated = await simulate(device(limited, { current: 0.25, curve: Float32Array.of(1, 2.5) }))
  const sock = socketForUrl(simulated.url, { ...driver.link, ...recorder(file) })
  await run(sock)
  await sock.close()
  const options = { recording: `./${name}.jsonl`, driver: '../rig/driver.ts', name: 'driver' }
  const source = testFile(readRecording(file), driver, options)
  writeFileSync(join(folder, `${name}.ts`), source) // no name of a test: the next run must not take it for one
  return source
}

const bound = await session('bound', async (sock) => {
  const psu = driver.on(sock)
  await psu.voltage.set(12.5)
  await psu.output.set('on')
  await psu.voltage.set(31).catch(() => undefined)
  await psu.voltage.get()
  await psu.label.set('a "b"')
  await psu.label.get()
  await psu.current.get()
  await psu.curve.get()
  await psu.channel[2].scale.set(0.5)
  await psu.channel[2].scale.get()
  await psu.reset()
})
await import(join(folder, 'bound.ts')) // it registers its test here

const byHand = await session('by-hand', async (sock) => {
  await sock.command('VOLT 3')
  await sock.query('VOLT?')
  await sock.command('SYST:VERS')
})

it('says what was said, with its values', () => {
  for (const line of [
    'await instrument.voltage.set(12.5)',
    'await instrument.output.set("on")',
    'await expect(instrument.voltage.set(31)).rejects.toThrow()',
    'expect(await instrument.voltage.get()).toEqual(12.5)',
    'await instrument.label.set("a \\"b\\"")',
    'expect(await instrument.current.get()).toEqual(0.25)',
    'expect(await instrument.curve.get()).toEqual(Float32Array.of(1, 2.5))',
    'await instrument.channel[2].scale.set(0.5)',
    'await instrument.reset()',
  ]) {
    expect(bound).toContain(`\n  ${line}\n`)
  }
})

it('what the driver has no member for is told', () => {
  expect(byHand).toContain('\n  await instrument.voltage.set(3)\n')
  expect(byHand).toContain('\n  expect(await instrument.voltage.get()).toEqual(3)\n')
  expect(byHand).toContain('\n  // "SYST:VERS" is nothing that the driver has\n')
})
