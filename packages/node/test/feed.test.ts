/** Feeds, pulled and pushed. */
import { setTimeout as wait } from 'node:timers/promises'
import { stream } from '@sockio/sim'
import { expect, it } from 'vitest'
import type { Feed } from '../src/index.ts'
import { rig, run } from './rig.ts'

const count = (n: number) => stream((index) => (index < n ? String(index) : undefined))
const expected = (n: number) => Array.from({ length: n }, (_, i) => String(i))

/** Pushes until `n` values have come, and cancels. */
function pushed<T>(start: () => void, feed: Feed<T>, n: number): Promise<T[]> {
  return new Promise((resolve, reject) => {
    const all: T[] = []
    feed.flow({
      frames: (values) => {
        expect(values.length).toBeGreaterThan(0)
        all.push(...values)
        if (all.length < n) return
        feed.cancel()
        resolve(all)
      },
      end: (error) => reject(error ?? new Error('ended')),
    })
    start()
  })
}

it('a pushed feed gets all lines in order, and none after it was cancelled', async () => {
  await using it = await rig({ GO: count(5000) })
  const { connection } = it
  const feed = connection.feeds.lines({ encoding: 'utf8' })
  connection.subscribe(feed)
  const all = await pushed(() => connection.start(connection.operations.write('GO\n')), feed, 5000)
  expect(all).toEqual(expected(5000))
  expect(feed.ended).toBe(true)
  expect(await run(connection, connection.operations.write('GO\n'))).toBeUndefined()
})

it('a feed that was not subscribed yet takes a sink, and ends with an error', async () => {
  await using it = await rig({ GO: ['1', '2'] })
  const { connection } = it
  const feed = connection.feeds.lines({ encoding: 'utf8', timeout: 50 })
  const seen: unknown[] = []
  const ended = new Promise<unknown>((resolve) => {
    feed.flow({ frames: (values) => seen.push(...values), end: resolve })
  })
  await run(connection, connection.operations.write('GO\n'))
  while (connection.inWaiting < 4) await wait(2)
  connection.subscribe(feed)
  expect(await ended).toMatchObject({ code: 'SOCKIO_TIMEOUT' })
  expect(seen).toEqual(['1', '2'])
})

it('a pulled feed wakes its consumer once, and gives back what it did not use', async () => {
  await using it = await rig({ GO: ['1', '2', '3'] })
  const { connection } = it
  const feed = connection.feeds.lines({ encoding: 'utf8' })
  connection.subscribe(feed)
  expect(feed.next()).toBeUndefined()
  let woken = 0
  const awake = new Promise<void>((resolve) => {
    feed.wait(() => {
      woken++
      resolve()
    })
  })
  connection.start(connection.operations.write('GO\n'))
  await awake
  expect(feed.next()).toBe('1')
  feed.cancel()
  expect(String(await run(connection, connection.operations.readLine()))).toBe('2\n')
  expect(String(await run(connection, connection.operations.readLine()))).toBe('3\n')
  expect(woken).toBe(1)
})

it('a consumer that rests is given no more, and its timeout rests with it', async () => {
  await using it = await rig({ GO: ['1', '2', '3'] })
  const { connection } = it
  const feed = connection.feeds.lines({ encoding: 'utf8', timeout: 20 })
  connection.subscribe(feed)
  expect(feed.next()).toBeUndefined()
  feed.withdraw()
  await run(connection, connection.operations.write('GO\n'))
  while (connection.inWaiting < 6) await wait(2)
  await wait(40)
  expect([connection.inWaiting, feed.ended]).toEqual([6, false])
  expect([feed.next(), feed.next(), feed.next(), feed.next()]).toEqual(['1', '2', '3', undefined])
  await new Promise<void>((resolve) => feed.wait(resolve))
  expect(feed.error).toMatchObject({ code: 'SOCKIO_TIMEOUT' })
})

it('gives a few at once: those that are there, and no more than was asked for', async () => {
  await using it = await rig({ GO: ['1', '2', '3', '4', '5'] })
  const { connection } = it
  const feed = connection.feeds.lines({ encoding: 'utf8' })
  connection.subscribe(feed)
  expect(feed.take(2)).toEqual([])
  const awake = new Promise<void>((resolve) => feed.wait(resolve))
  connection.start(connection.operations.write('GO\n'))
  await awake
  expect(feed.take(2)).toEqual(['1', '2'])
  expect(feed.take(2)).toEqual(['3', '4'])
  feed.giveBack(1)
  feed.cancel()
  expect(String(await run(connection, connection.operations.readLine()))).toBe('4\n')
  const again = connection.feeds.lines({ encoding: 'utf8', timeout: 20 })
  connection.subscribe(again)
  expect(again.take(9)).toEqual(['5'])
  expect(again.take(9)).toEqual([])
  await new Promise<void>((resolve) => again.wait(resolve))
  expect(again.error).toMatchObject({ code: 'SOCKIO_TIMEOUT' })
})
