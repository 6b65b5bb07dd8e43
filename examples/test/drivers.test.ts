/** The drivers against their own definitions, which are simulators too: their tests need no instrument. */
import { socketForUrl } from '@sockio/aio'
import { device, simulate, scope as simulatedScope } from '@sockio/sim'
import { describe, expect, it } from 'vitest'
import { plot } from '../drivers/plot.ts'
import { scope } from '../drivers/scope.ts'
import { simulatedSupply } from '../drivers/simulated.ts'
import { supply } from '../drivers/supply.ts'

describe('the driver of the supply', () => {
  it('sets what it asks for', async () => {
    const played = simulatedSupply()
    await using simulated = await simulate(played)
    await using psu = supply.open(socketForUrl, simulated.url)
    await psu.voltage.set(12.5)
    await psu.protection.set({ volts: 13, amperes: 0.5 })
    expect(played.values.voltage).toBe(12.5)
    expect(await psu.protection.get()).toEqual({ volts: 13, amperes: 0.5 })
    expect(await psu.sensor[2].temperature.get()).toBe(40)
    played.values.voltage = 3 // somebody turns the knob
    expect(await psu.voltage.get()).toBe(3)
  })

  it('sweeps, and switches off', async () => {
    const played = simulatedSupply()
    await using simulated = await simulate(played)
    await using psu = supply.open(socketForUrl, simulated.url)
    const points = await psu.sweep(1, 2)
    expect(points).toEqual([
      { volts: 1, amperes: 0.02 },
      { volts: 2, amperes: 0.04 },
    ])
    expect(simulated.requests.filter((request) => request !== 'SYST:ERR?')).toEqual([
      'OUTP 1',
      'VOLT 1',
      'MEAS:CURR?',
      'VOLT 2',
      'MEAS:CURR?',
      'OUTP 0',
    ])
    expect(played.values.output).toBe('off')
  })

  it('sends nothing that can not be', async () => {
    await using simulated = await simulate(simulatedSupply())
    await using psu = supply.open(socketForUrl, simulated.url)
    await expect(psu.voltage.set(31)).rejects.toThrow('voltage: expected a number from 0 to 30 V, got 31')
    await expect(psu.protection.set({ volts: 5, amperes: 4 })).rejects.toThrow('protection.amperes: expected')
    expect(simulated.requests).toEqual([])
  })

  it('switches off when the supply refuses a step', async () => {
    const smaller = device(supply.with({ voltage: { max: 5 } })) // a model that the driver does not know
    await using simulated = await simulate(smaller)
    await using psu = supply.open(socketForUrl, simulated.url)
    await expect(psu.sweep(4, 8)).rejects.toMatchObject({ code: 'SOCKIO_INSTRUMENT', number: -222, command: 'VOLT 6' })
    expect(smaller.values).toMatchObject({ voltage: 5, output: 'off' })
  })

  it('switches off when the sweep is aborted', async () => {
    const played = simulatedSupply()
    await using simulated = await simulate(played)
    await using sock = socketForUrl(simulated.url)
    const control = new AbortController()
    const sweep = supply.on(sock, { signal: control.signal }).sweep(0, 30, 1e-6) // thirty million steps
    const ended = expect(sweep).rejects.toMatchObject({ code: 'SOCKIO_ABORTED' })
    await simulated.received('MEAS:CURR?')
    control.abort()
    await ended
    expect(played.values.output).toBe('off')
  })
})

describe('the driver of the oscilloscope', () => {
  const preamble = {
    ...{ format: 1, type: 0, points: 3, count: 1 },
    ...{ xIncrement: 0.5, xOrigin: -1, xReference: 1, yIncrement: 0.25, yOrigin: 1, yReference: 2 },
  }

  it('makes volts and seconds of samples', async () => {
    const played = device(scope, { waveform: { samples: Uint16Array.of(2, 0, 65535), preamble } })
    await using simulated = await simulate(played)
    await using dso = scope.open(socketForUrl, simulated.url)
    const { seconds, volts } = await dso.curve('CHAN2')
    expect([...volts]).toEqual([1, 0.5, 16384.25])
    expect([...seconds]).toEqual([-1.5, -1, -0.5])
    expect(played.values.waveform).toMatchObject({ source: 'CHAN2', format: 'words', byteOrder: 'little' })
  })

  it('follows the scales of an oscilloscope that knows nothing of it', async () => {
    await using simulated = await simulate(simulatedScope())
    await using dso = scope.open(socketForUrl, simulated.url)
    await dso.channel[3].scale.set(0.5)
    await dso.timebase.set(2)
    await dso.waveform.points.set(1000)
    const { seconds, volts } = await dso.curve('CHAN3')
    expect(Math.max(...volts)).toBeCloseTo(2, 3) // half of its eight divisions
    expect(Math.min(...volts)).toBeCloseTo(-2, 3)
    expect([seconds[0], seconds.at(-1)]).toEqual([-10, expect.closeTo(9.98)])
  })

  it('is plotted between the ends of its axes', () => {
    const picture = plot(Float64Array.of(0, 0.001, 0.002), Float64Array.of(-1, 3, -1))
    const lines = picture.split('\n')
    const stars = lines.flatMap((line, row) => [...line.matchAll(/\*/g)].map(({ index }) => [row, index - 8]))
    expect(stars).toEqual([
      [1, 32],
      [15, 0],
      [15, 63],
    ])
    expect([lines[1]?.slice(0, 6), lines[15]?.slice(0, 6), lines[16]?.trim()]).toEqual([
      '  3.00',
      ' -1.00',
      expect.stringMatching(/^0\.00 ms +2\.00 ms$/),
    ])
  })
})
