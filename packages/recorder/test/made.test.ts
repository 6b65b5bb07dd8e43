/** Tests made of recordings: one is written here, and is run with the others. */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { socketForUrl, type TCP } from '@sockio/aio'
import { type DeviceFunction, device, simulate } from '@sockio/sim'
import { expect, it } from 'vitest'
import { parseRecording, readRecording, recorder, testFile } from '../src/index.ts'
import { driver, limited, patient } from './rig/driver.ts'

const folder = join(import.meta.dirname, '.made')
rmSync(folder, { recursive: true, force: true })
mkdirSync(folder)

async function session(name: string, run: (sock: TCP) => Promise<void>): Promise<string> {
  const played = device(limited, { current: 0.25, curve: Float32Array.of(1, 2.5) })
  return await made(name, driver, 'driver', played, run)
}

async function made(
  name: string,
  through: typeof driver | typeof patient,
  exported: string,
  played: DeviceFunction,
  run: (sock: TCP) => Promise<void>,
): Promise<string> {
  const file = join(folder, `${name}.jsonl`)
  await using simulated = await simulate(played)
  const sock = socketForUrl(simulated.url, { ...driver.link, ...recorder(file) })
  await run(sock)
  await sock.close()
  const options = { recording: `./${name}.jsonl`, driver: '../rig/driver.ts', name: exported }
  const source = testFile(readRecording(file), through, options)
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

it('names the argument that it can not take', () => {
  const recorded = readRecording(join(folder, 'bound.jsonl'))
  const calls: readonly (readonly [given: unknown[], error: string])[] = [
    [[], 'recording: expected a recording, or the path of one, got undefined'],
    [[recorded], 'driver: expected a definition of @sockio/instrument, got undefined'],
    [[recorded, null], 'driver: expected a definition of @sockio/instrument, got null'],
    [[recorded, {}], 'driver: expected a definition of @sockio/instrument, got an object'],
    [[recorded, driver], 'options: expected an object, got undefined'],
    [[recorded, driver, { name: 'driver' }], 'options.recording: expected a string, got undefined'],
    [[recorded, driver, { recording: 'a', driver: 5, name: 'b' }], 'driver: expected a string, got 5'],
    [[recorded, driver, { recordings: 'a' }], 'unknown option "recordings": did you mean "recording"?'],
  ]
  for (const [given, error] of calls) expect(() => testFile(...(given as Parameters<typeof testFile>))).toThrow(error)
  expect(() => parseRecording('', 5 as never)).toThrow('file: expected a name, got 5')
})

await import(join(folder, 'bound.ts')) // it registers its test here

const patiently = await made('patiently', patient, 'patient', device(patient), async (sock) => {
  const psu = patient.on(sock)
  await psu.voltage.set(0)
  await psu.range.set(3)
  await psu.calibrate()
  await psu.test()
  await psu.trim()
  await psu.complete.get()
  await psu.status.events.get()
  await psu.range.get()
})
await import(join(folder, 'patiently.ts'))

/** As a hub sends what the driver has in one piece: line by line. */
const throughHub = await made('through-hub', patient, 'patient', device(patient), async (sock) => {
  await sock.query('VOLT? MIN')
  await sock.query('VOLT? MAX')
  await sock.query('SYST:ERR?')
  await sock.command('VOLT 0')
  await sock.query('SYST:ERR?')
  await sock.command('RANG 3')
  await sock.query('*OPC?')
  await sock.query('SYST:ERR?')
  await sock.query('*ESR?')
  await sock.command('CAL')
  await sock.command('*OPC')
  await sock.query('SYST:ERR?')
  await sock.query('*ESR?')
  await sock.query('*OPC?')
})
await import(join(folder, 'through-hub.ts'))

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

it('leaves to the driver what that says by itself', () => {
  const said = patiently.split('\n').filter((line) => /^ {2}(await instrument|expect\(await|\/\/)/.test(line))
  expect(said).toEqual([
    '  await instrument.voltage.set(0)',
    '  await instrument.range.set(3)',
    '  await instrument.calibrate()',
    '  expect(await instrument.test()).toEqual(0)',
    '  await instrument.trim()',
    '  expect(await instrument.complete.get()).toEqual(true)',
    '  expect(await instrument.status.events.get()).toEqual(0)',
    '  expect(await instrument.range.get()).toEqual(3)',
  ])
})

it('also where each line of it is a call of its own', () => {
  const said = throughHub.split('\n').filter((line) => /^ {2}(await instrument|expect\(await|\/\/)/.test(line))
  expect(said).toEqual([
    '  await instrument.voltage.set(0)',
    '  await instrument.range.set(3)',
    '  await instrument.calibrate()',
    '  expect(await instrument.complete.get()).toEqual(true)',
  ])
})

it('what the driver has no member for is told', () => {
  expect(byHand).toContain('\n  await instrument.voltage.set(3)\n')
  expect(byHand).toContain('\n  expect(await instrument.voltage.get()).toEqual(3)\n')
  expect(byHand).toContain('\n  // "SYST:VERS" is nothing that the driver has\n')
})
