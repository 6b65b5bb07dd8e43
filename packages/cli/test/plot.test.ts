/** `sockio plot` in characters, and what it is drawn from. */
import { type Device, faults, simulate, stream } from '@sockio/sim'
import { describe, expect, test } from 'vitest'
import { Measurement } from '../src/plot/measurement.ts'
import { numbersOf } from '../src/plot/numbers.ts'
import { Series, seriesNames, summarise } from '../src/plot/series.ts'
import { steadyTime } from '../src/plot/steady-time.ts'
import { terminalChart } from '../src/plot/terminal-chart.ts'
import { bounds, tickLabel, tickStep, ticks, valueLabel } from '../src/web/ticks.ts'
import { inProcess } from './in-process.ts'
import { hasTerminal, Terminal } from './terminal.ts'

const ramp: Device = {
  START: stream((i) => `${i}`, { period: 2 }),
  PAIR: stream((i) => `${i}, ${-i}`, { period: 2 }),
  'V?': '1.5',
  'V?;C?': '1.5;0.02',
  'IDN?': 'no numbers here',
}

test('numbers in a line', () => {
  const lines: readonly (readonly [line: string, numbers: readonly number[] | undefined])[] = [
    ['1.5', [1.5]],
    [' -1E-3 ', [-0.001]],
    ['1,2;3 4', [1, 2, 3, 4]],
    ['1 , 2', [1, 2]],
    ['12 mV', [12, Number.NaN]],
    ['1,,2', [1, Number.NaN, 2]],
    ['9.91E37,1', [Number.NaN, 1]],
    ['ERROR', undefined],
    ['', undefined],
    ['9.9E37', undefined],
  ]
  for (const [line, numbers] of lines) expect(numbersOf(line), line).toEqual(numbers)
})

test('names of curves', () => {
  expect(seriesNames(['V?'], 1)).toEqual(['V?'])
  expect(seriesNames(['V?; C?'], 2)).toEqual(['V?', 'C?'])
  expect(seriesNames(['V?', 'C?;F?'], 3)).toEqual(['V?', 'C?', 'F?'])
  expect(seriesNames(['V?'], 2)).toEqual(['value 1', 'value 2'])
  expect(seriesNames([], 1)).toEqual(['value'])
})

test('ticks are round, and tell each other apart', () => {
  const axes: readonly (readonly [min: number, max: number, labels: readonly string[]])[] = [
    [0, 10, ['0', '2', '4', '6', '8', '10']],
    [-1.1, 1.1, ['-1.0', '-0.5', '0.0', '0.5', '1.0']],
    [1.2456, 1.2561, ['1.246', '1.248', '1.250', '1.252', '1.254', '1.256']],
    [0, 3e-6, ['0', '5e-7', '1.0e-6', '1.5e-6', '2.0e-6', '2.5e-6', '3.0e-6']],
    [1e9, 1.0005e9, ['1.0000e+9', '1.0001e+9', '1.0002e+9', '1.0003e+9', '1.0004e+9', '1.0005e+9']],
  ]
  for (const [min, max, labels] of axes) {
    const step = tickStep(min, max, 5)
    expect(ticks(min, max, 5).map((tick) => tickLabel(tick, step))).toEqual(labels)
  }
  expect([1.25, 1 / 3, 123456789, 1.5e-7, 0].map(valueLabel)).toEqual([
    '1.25',
    '0.333333',
    '1.23457e+8',
    '1.50000e-7',
    '0',
  ])
})

test('a loss leaves a gap, once', () => {
  const series = new Series()
  series.interrupt(0)
  series.push(1, [1])
  series.interrupt(2)
  series.interrupt(3)
  series.push(4, [3])
  expect(series.points).toEqual([
    { time: 1, values: [1] },
    { time: 2, values: [Number.NaN] },
    { time: 4, values: [3] },
  ])
  expect(summarise(series.points, 0)).toEqual({ last: 3, min: 1, max: 3, mean: 2 })
})

test('times grow', () => {
  const series = new Series()
  for (const time of [5, 5, 4, 7]) series.push(time, [1])
  const times = series.points.map(({ time }) => time)
  expect(times.toSorted((a, b) => a - b)).toEqual(times)
  expect(new Set(times).size).toBe(4)
})

test('old points go', () => {
  const series = new Series()
  for (let i = 0; i < 250_000; i++) series.push(i, [i])
  expect(series.points.length).toBeLessThan(100_001)
  expect(series.points.at(-1)).toEqual({ time: 249_999, values: [249_999] })
})

test.each([
  [5e-324, 5e-324],
  [0, 5e-324],
  [-5e-324, 1e-310],
  [1, 1 + Number.EPSILON],
  [0, 0],
  [-9.8e37, 9.8e37],
  [9.8e37, 9.8e37],
])('values from %d to %d: a chart, and no more labels than rows', (min, max) => {
  const [low, high] = bounds(min, max)
  expect(high).toBeGreaterThan(low)
  expect(ticks(low, high, 6).length).toBeLessThan(20)
  const points = [min, max].map((value, i) => ({ time: i, values: [value] }))
  const plain = (text: string) => text
  const view = { points, names: ['V?'], from: 0, to: 1, columns: 40, rows: 12, paint: plain, dim: plain }
  expect(terminalChart(view)).toHaveLength(12)
})

test('the time of a plot never goes back, and follows the clock when that goes on', () => {
  const clock = [10, 12, 5, 6, 20, 1]
  const now = steadyTime(() => clock.shift() ?? 0)
  expect([now(), now(), now(), now(), now(), now()]).toEqual([10, 12, 12, 13, 27, 27])
})

test('points that come after the clock was put back are the newest, and now', () => {
  let clock = 1_000_000
  const measurement = new Measurement('tcp://scope.lab:5025', [], () => clock)
  for (const value of [1, 2, 3]) {
    measurement.take({ lines: [Buffer.from(`${value}`)] })
    clock += value === 2 ? -500_000 : 1000
  }
  const [first = 0, , last = 0] = measurement.series.points.map(({ time }) => time)
  expect(last - first).toBeLessThan(3000)
  expect(measurement.now() - last).toBeLessThan(3000)
})

test('the chart', () => {
  const chart = terminalChart({
    points: [0, 1000, 2000, 3000, 4000].map((time) => ({ time, values: [time / 1000] })),
    names: ['V?'],
    from: 0,
    to: 4000,
    columns: 30,
    rows: 9,
    paint: (text, index) => `<${index}:${text}>`,
    dim: (text) => text,
  })
  expect(`\n${chart.join('\n')}\n`).toBe(`
4 ┤                       <0:⢀⣀⠤⠒>
  │                  <0:⢀⡠⠤⠒⠉⠁>   
  │              <0:⢀⡠⠔⠊⠁>        
2 ┤         <0:⣀⡠⠔⠒⠉⠁>            
  │   <0:⢀⣀⠤⠒⠊⠉>                  
0 ┤<0:⠤⠒⠉⠁>                       
  └┬────────────┬────────────┬
 -4 s         -2 s         now
<0:● V?>  4
`)
})

describe('without a terminal: one picture, at the end', () => {
  test('of a stream', async () => {
    await using device = await simulate(ramp)
    const { code, stdout, stderr } = await inProcess(['plot', device.url, '--start', 'PAIR', '--count', '50'])
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(stdout).toMatch(/^tcp:\S+ {3}over {3}50 lines\n/)
    expect(stdout).toMatch(/[\u2801-\u28ff]/)
    expect(stdout).toMatch(/● value 1 {2}49 +min 0 {2}max 49 {2}mean 24\.5\n● value 2 {2}-49/)
    expect(stdout.split('\n').filter((line) => line.length > 80)).toEqual([])
  })

  test('of a query, each part by its name', async () => {
    await using device = await simulate(ramp)
    const { stdout } = await inProcess(['plot', device.url, '--query', 'V?;C?', '--every', '1ms', '-n', '5'])
    expect(stdout).toMatch(/^V\?;C\? {2}tcp:\S+/)
    expect(stdout).toMatch(/● V\? {2}1\.5 .+\n● C\? {2}0\.02 /)
  })

  test('lines without a number are counted; nothing else is a failure', async () => {
    await using device = await simulate(ramp)
    const outcome = await inProcess(['plot', device.url, '-q', 'IDN?', '--every', '1ms', '-n', '3'])
    expect(outcome).toEqual({ code: 1, stdout: '', stderr: 'sockio: none of the 3 lines held a number\n' })
  })

  test('refused: 3', async () => {
    await using device = await simulate(ramp, { faults: faults.refuse() })
    expect(await inProcess(['plot', device.url])).toMatchObject({ code: 3, stdout: '' })
  })
})

describe.skipIf(!hasTerminal)('at a terminal', () => {
  test('a screen of its own, losses told of, and the last picture afterwards', async () => {
    await using device = await simulate(ramp)
    await using terminal = new Terminal(['plot', device.url, '--start', 'START', '--window', '5s'])
    await terminal.shows(/ready {3}\d+ lines {3}[\d.]+\/s/)
    await terminal.shows(/[\u2801-\u28ff]/)
    device.inject(faults.refuse()) // it stays away until the screen has shown that
    device.disconnect('reset')
    await terminal.shows(/waiting|connecting/)
    device.clear()
    await terminal.shows(/connected again/)
    terminal.type('\x03')
    expect(await terminal.end()).toBe(0)
    const [, live = ''] = terminal.raw.split('\x1b[?1049h')
    const [screen = '', after = ''] = live.split('\x1b[?1049l')
    expect(screen).toContain('\x1b[?25l')
    expect(screen).toContain('\x1b[?25h')
    expect(after).toMatch(/over {0,3}.*\d+ lines/s)
  })
})
