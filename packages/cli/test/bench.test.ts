/** `sockio bench`: the figures, and what they are made of. */
import { delay, faults, simulate } from '@sockio/sim'
import { describe, expect, test } from 'vitest'
import { bar, histogram, summarise } from '../src/latencies.ts'
import { inProcess } from './in-process.ts'
import { Run } from './sockio.ts'

test('a report to read', async () => {
  await using device = await simulate({ 'A?': 'one' })
  const { code, stdout, stderr } = await inProcess(['bench', device.url, 'A?', '--count', '200', '--warm-up', '5'])
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  expect(stdout).toMatch(/^A\? {2}tcp:\S+\n200 round trips in [\d.]+ s: [\d,.]+\/s\n\n/)
  for (const label of ['min', 'mean', '50 %', '90 %', '99 %', '99.9 %', 'max']) {
    expect(stdout).toMatch(new RegExp(`^ +${label} +[\\d.]+ ms$`, 'm'))
  }
  expect(stdout).toMatch(/^ +[\d.]+ \.\. [\d.]+ +ms +\d+ {2}█+/m)
  expect(device.requests).toHaveLength(205)
})

test('--json', async () => {
  await using device = await simulate({ '*IDN?': 'one' })
  const { stdout } = await inProcess(['bench', device.url, '-n', '100', '-p', '4', '--json'])
  const result = JSON.parse(stdout)
  expect(result).toMatchObject({ url: device.url, query: '*IDN?', count: 100, perSecond: expect.any(Number) })
  expect(result.histogram.reduce((sum: number, bucket: { count: number }) => sum + bucket.count, 0)).toBe(100)
  expect(result.ms.p50).toBeGreaterThanOrEqual(result.ms.min)
  expect(result.ms.max).toBeGreaterThanOrEqual(result.ms.p999)
})

test('--pipeline: so many requests are under way at once', async () => {
  await using device = await simulate({ '*IDN?': delay(3_600_000, 'late') })
  await using run = new Run(['bench', device.url, '--pipeline', '4', '--warm-up', '0', '--timeout', 'none'])
  await device.received(4)
  run.child.kill('SIGINT')
  expect((await run.end()).code).toBe(130)
  expect(device.requests).toHaveLength(4)
})

test('--duration', async () => {
  await using device = await simulate({ '*IDN?': 'one' })
  const { seconds, count } = JSON.parse((await inProcess(['bench', device.url, '-d', '100ms', '--json'])).stdout)
  expect(seconds).toBeGreaterThanOrEqual(0.1)
  expect(count).toBeGreaterThan(0)
})

test('interrupted: what there is, and 130', async () => {
  await using device = await simulate({ '*IDN?': delay(5, 'one') })
  await using run = new Run(['bench', device.url, '-d', '1h'])
  await device.received(20)
  run.child.kill('SIGINT')
  const { code, stdout, stderr } = await run.end()
  expect(code).toBe(130)
  expect(stdout).toMatch(/round trips in/)
  expect(stderr).toBe('-- interrupted: this is what there is\n')
})

test('no reply: 4; refused: 3', async () => {
  await using device = await simulate({})
  expect(await inProcess(['bench', device.url, '-t', '5s'])).toMatchObject({ code: 4, stdout: '' })
  device.inject(faults.refuse())
  expect(await inProcess(['bench', device.url])).toMatchObject({ code: 3, stdout: '' })
})

describe('figures', () => {
  test('percentiles are values that occurred', () => {
    const times = Array.from({ length: 1000 }, (_, i) => 1000 - i)
    expect(summarise(times)).toEqual({ min: 1, mean: 500.5, p50: 500, p90: 900, p99: 990, p999: 999, max: 1000 })
    expect(summarise([7])).toEqual({ min: 7, mean: 7, p50: 7, p90: 7, p99: 7, p999: 7, max: 7 })
  })

  test.each([
    [[1, 1.2, 1.25, 9.99, 10]],
    [[0, 0.001, 1e5]],
    [[3]],
    [[0.1, 0.1, 0.3, 0.7]],
    [Array.from({ length: 500 }, (_, i) => 1.03 ** i)],
  ])('each time is in the bucket that holds it: %j', (times) => {
    const buckets = histogram(times)
    expect(buckets.length).toBeLessThanOrEqual(20)
    expect(buckets.reduce((sum, { count }) => sum + count, 0)).toBe(times.length)
    for (const [i, { from, to, count }] of buckets.entries()) {
      const inside = times.filter((time) => Math.max(time, 1e-4) >= from && Math.max(time, 1e-4) < to)
      expect(inside).toHaveLength(count)
      expect(from).toBe(buckets[i - 1]?.to ?? from)
    }
  })

  test('what is not nothing shows', () => {
    expect(bar(0, 10)).toBe('')
    expect(bar(0.0001, 10)).toBe('▏')
    expect(bar(0.5, 10)).toBe('█████')
    expect(bar(1, 3)).toBe('███')
  })
})
