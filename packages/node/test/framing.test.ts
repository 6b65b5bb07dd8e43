/** Framings of a user's own: functions that the engine calls in the middle of a turn, and that may do and give anything. */
import { raw } from '@sockio/sim'
import { expect, it } from 'vitest'
import type { OwnFraming } from '../src/index.ts'
import { rig, run } from './rig.ts'

const device = { Q: raw('abcdef'), 'A?': 'yes' }

/** What an exchange with this framing ends with, and what the next query gets. */
async function ends(framing: OwnFraming): Promise<readonly [outcome: string, cause: unknown, next: string]> {
  await using r = await rig(device)
  const { operations } = r.connection
  const error = await run(r.connection, operations.exchange('Q\n', framing)).then(String, (thrown: Error) => thrown)
  const next = await run(r.connection, operations.query('A?'))
  return typeof error === 'string' ? [error, undefined, next] : [error.name, String(error.cause), next]
}

it.each<readonly [title: string, OwnFraming, error: string, cause: RegExp]>([
  ['no integer', { end: () => 1.5 }, 'FramingError', /^TypeError: framing.end: .* an integer, got 1.5/],
  ['nothing', { end: () => undefined as never }, 'FramingError', /^TypeError: framing.end: .* got undefined/],
  ['more than there is', { end: () => 99 }, 'FramingError', /^RangeError: framing.end: it gave 99, and only \d byte/],
  ['no frame', { end: () => 0 }, 'FramingError', /^RangeError: framing.end: it gave 0/],
  ['a body of no bytes', { end: () => 1, body: () => 'a' as never }, 'FramingError', /^TypeError: framing.body/],
  [
    'what it throws is no error',
    {
      end: () => {
        throw 'five'
      },
    },
    'FramingError',
    /five/,
  ],
])('%s', async (_title, framing, error, cause) => {
  const [name, because, next] = await ends(framing)
  expect([name, next]).toEqual([error, 'yes'])
  expect(because).toMatch(cause)
})

it('may give a part of the frame, or nothing of it', async () => {
  const end: OwnFraming['end'] = (bytes, start) => (bytes.length - start < 6 ? bytes.length - start - 6 : 6)
  expect(await ends({ end, body: (frame) => frame.subarray(1, 3) })).toEqual(['bc', undefined, 'yes'])
  expect(await ends({ end, body: (frame) => frame.subarray(6) })).toEqual(['', undefined, 'yes'])
})

it('may use the connection: what it asks for waits until the turn is over', async () => {
  await using r = await rig(device)
  const { operations } = r.connection
  const within: Promise<string>[] = []
  const framing: OwnFraming = {
    end: (bytes, start) => {
      if (within.length === 0) within.push(run(r.connection, operations.query('A?')))
      return bytes.length - start < 6 ? -1 : 6
    },
  }
  expect(String(await run(r.connection, operations.exchange('Q\n', framing)))).toBe('abcdef')
  expect(await Promise.all(within)).toEqual(['yes'])
})

it('is told how much of the frame it has seen before', async () => {
  await using r = await rig(device, { pipeline: 2 })
  const seen: number[][] = []
  const framing: OwnFraming = {
    end: (bytes, start, scanned) => {
      seen.push([bytes.length - start, scanned])
      return bytes.length - start < 12 ? bytes.length - start - 12 : 12
    },
  }
  const { operations } = r.connection
  const reply = run(r.connection, operations.exchange('Q\n', framing))
  await run(r.connection, operations.write('Q\n'))
  expect(String(await reply)).toBe('abcdefabcdef')
  expect(seen[0]?.[1]).toBe(0)
  for (const [have = 0] of seen.slice(1)) expect(have).toBe(12) // it is not asked again before all is there that it lacks
})
