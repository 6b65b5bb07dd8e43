/** Every example runs, ends by itself, and prints what it promises. */
import { execFile } from 'node:child_process'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { scope, simulate } from '@sockio/sim'
import { describe, expect, it } from 'vitest'
import { simulatedSupply } from '../drivers/simulated.ts'

const run = promisify(execFile)
const here = dirname(dirname(fileURLToPath(import.meta.url)))
const example = async (name: string, ...args: string[]) => {
  const { stdout, stderr } = await run('node', [join(here, name), ...args], { timeout: 60_000 })
  expect(stderr).toBe('')
  return stdout
}

const expected: readonly (readonly [name: string, output: readonly RegExp[]])[] = [
  ['aio/req-rep.ts', [/^identity: \S+/m, /^voltage: \S+ current: \S+ ready: 1$/m, /^waveform: \d+ bytes$/m]],
  ['aio/stream.ts', [/^(line: .+\n){10}then: .+\n$/]],
  [
    'rx/req-rep.ts',
    [/^identity: \S+/m, /^voltage: \S+ current: \S+$/m, /^scales:( \S+){4}$/m, /^waveform: \d+ bytes$/m],
  ],
  ['rx/stream.ts', [/^(line: .+\n){10}then: .+\n$/]],
  ['legacy/req-rep.cjs', [/^identity: \S+/m, /^voltage: \S+ current: \S+ ready: 1$/m, /^waveform: \d+ bytes$/m]],
  ['legacy/stream.cjs', [/^(line: .+\n){10}then: .+\n$/]],
  ['legacy/client-before.cjs', [/^identity: \S+$/m, /^samples: 0 1 2$/m, /^current: \S+$/m]],
  ['legacy/client.cjs', [/^identity: \S+$/m, /^voltage: \S+E\S+$/m, /^samples: 0 1 2$/m, /^current: \S+E\S+$/m]],
  ['effect/req-rep.ts', [/^identity: \S+/m, /^voltage: \S+ current: \S+ ready: 1$/m, /^waveform: \d+ bytes$/m]],
  ['effect/stream.ts', [/^(line: .+\n){10}then: .+\n$/]],
  ['fp-ts/req-rep.ts', [/identity: '\S+', scale: '0\.5'/, /^line: 0\nline: 1\nline: 2\n$/m]],
  ['sio/req-rep.ts', [/^identity: \S+/m, /^voltage: \S+ current: \S+$/m, /^waveform: \d+ bytes$/m]],
  ['sio/stream.ts', [/^(line: .+\n){10}then: .+\n$/]],
  ['aio/waveform.ts', [/^ {2}2\.00 \|.*\*/m, /^ -2\.00 \|.*\*/m, /^ +-10\.00 ms +9\.95 ms$/m]],
]

/** One driver in five flavours: each prints the same. */
const drivers: readonly string[] = [
  'aio/driver.ts',
  'sio/driver.ts',
  'rx/driver.ts',
  'effect/driver.ts',
  'legacy/driver.cjs',
]
const driven = `ACME PSU-30
0 V: 0 A
5 V: 0.1 A
10 V: 0.2 A
output: off
RangeError: voltage: expected a number from 0 to 30 V, got 31
`

describe('examples', () => {
  it.each(expected)('%s runs against the simulator', async (name, output) => {
    const printed = await example(name)
    for (const pattern of output) expect(printed).toMatch(pattern)
  })

  it.each(expected)('%s runs against a host and port', async (name, output) => {
    await using device = await simulate(scope())
    const printed = await example(name, device.host, String(device.port))
    for (const pattern of output) expect(printed).toMatch(pattern)
    expect(device.connections).toBe(1)
  })

  it.each(drivers)('%s drives a simulated supply', async (name) => {
    expect(await example(name)).toBe(driven)
  })

  it.each(drivers)('%s drives the supply at a host and port', async (name) => {
    const played = simulatedSupply()
    await using device = await simulate(played)
    expect(await example(name, device.host, String(device.port))).toBe(driven)
    expect(played.values).toMatchObject({ voltage: 10, output: 'off', protection: { volts: 11, amperes: 1 } })
    expect(device.requests).not.toContain('VOLT 31')
    expect(device.connections).toBe(1)
  })

  it('rx/rolling-average.ts lives through a reboot', async () => {
    const printed = await example('rx/rolling-average.ts')
    expect(printed.match(/^average \d\.\d{3} #+$/gm)).toHaveLength(40)
    expect(printed).toMatch(/^lost /m)
    expect(printed).toMatch(/^ready +connection 2$/m)
  })

  it('effect/lab.ts measures a resistor', async () => {
    const printed = await example('effect/lab.ts')
    expect(printed).toMatch(/^(\d\.0 V {2}\d\.\d{4} A\n){5}50\.0 ohm\n$/)
  })

  it('sio/sweep.ts prints a table', async () => {
    const printed = await example('sio/sweep.ts')
    expect(printed).toMatch(/volts +│ amperes +│ watts/)
    expect(printed).toMatch(/│ 5 +│ 5 +│ 0\.1 +│ 0\.5 +│/)
  })

  it.each([[], ['a supply at a host and port']])('hub/shared-supply.ts shares one supply %s', async (...where) => {
    await using device = await simulate(simulatedSupply())
    const printed = await example(
      'hub/shared-supply.ts',
      ...(where.length > 0 ? [device.host, String(device.port)] : []),
    )
    expect(printed).toMatch(/^sweep: 0 V, 0 A\nsweep: 5 V, 0\.1 A\nsweep: 10 V, 0\.2 A\n(dashboard: 10 V, 0 A\n){2}/)
    expect(printed).toMatch(/\nclients: [23], holds: 1, readings shown: true\n$/)
    expect(device.connections).toBe(where.length)
  })

  it('the demo shows all that it promises', async () => {
    const printed = await example('demo.ts')
    expect(printed).toMatch(/own replies +20 of 20/)
    expect(printed).toMatch(/SOCKIO_TIMEOUT +no reply to "MEAS:FLUX\?\\n"/)
    expect(printed).toMatch(/lines +0 1 2 3 4 5 6 7/)
    expect(printed.match(/\*IDN\? +SOCKIO/g)).toHaveLength(3)
    expect(printed).toMatch(/connections made +3/)
  })
})
