/** Streams that are pulled: who asked first gets the first frame, whenever they ask, and all hear of the end. */
import { stream } from '@sockio/sim'
import { expect, it } from 'vitest'
import { Puller } from '../src/index.ts'
import { rig, run } from './rig.ts'

const five = { GO: stream((index) => (index < 5 ? String(index) : undefined)) }

it('a taker that asks again before it returns gets the frame after its own', async () => {
  await using it = await rig(five)
  const { connection } = it
  const puller = new Puller(connection, connection.feeds.lines({ encoding: 'utf8', start: 'GO\n' }))
  const all: string[] = []
  await new Promise<void>((resolve, reject) => {
    const ask = (name: number): void =>
      puller.ask({
        onValue: (line) => {
          all.push(`${name}: ${line}`)
          if (all.length < 5) ask(name + 1)
          else resolve()
        },
        onEnd: reject,
      })
    ask(1)
  })
  expect(all).toEqual(['1: 0', '2: 1', '3: 2', '4: 3', '5: 4'])
})

it('those who ask together are answered in their order, and of an error the first of them is told', async () => {
  await using it = await rig(five)
  const { connection } = it
  const puller = new Puller(connection, connection.feeds.lines({ encoding: 'utf8', start: 'GO\n' }))
  const heard: unknown[] = []
  const asked = Array.from({ length: 7 }, () => {
    const answered = Promise.withResolvers<void>()
    puller.ask({
      onValue: (line) => answered.resolve(void heard.push(line)),
      onEnd: (error) => answered.resolve(void heard.push(error?.code)),
    })
    return answered.promise
  })
  await Promise.all(asked.slice(0, 5))
  await new Promise<void>((resolve) => connection.close(resolve))
  await Promise.all(asked)
  expect(heard).toEqual(['0', '1', '2', '3', '4', 'SOCKIO_CLOSED', undefined])
  expect([puller.ended, puller.take()]).toEqual([true, undefined])
})

it('one that is left tells those who wait, and gives nothing more', async () => {
  await using it = await rig(five)
  const { connection } = it
  const puller = new Puller(connection, connection.feeds.lines({ encoding: 'utf8' }))
  const ends: unknown[] = []
  const taker = { onValue: () => expect.unreachable(), onEnd: (error?: Error) => ends.push(error) }
  puller.ask(taker)
  puller.leave()
  expect(ends).toEqual([undefined])
  puller.ask(taker)
  expect(ends).toEqual([undefined, undefined])
  expect(await run(connection, connection.operations.query('GO'))).toBe('0')
})

it('frames and batches are pulled of one stream, whose end both hear', async () => {
  await using it = await rig(five)
  const { connection } = it
  const puller = new Puller(connection, connection.feeds.lines({ encoding: 'utf8', start: 'GO\n' }))
  const batches = puller.batches()
  const lines: string[] = []
  await new Promise<void>((resolve, reject) => {
    const onEnd = reject
    const one = () => puller.ask({ onValue: (line) => taken([line]), onEnd })
    const all = () => batches.ask({ onValue: (some) => taken(some), onEnd })
    const taken = (some: readonly string[]) => {
      expect(some.length).toBeGreaterThan(0)
      lines.push(...some)
      if (lines.length === 5) resolve()
      else if (lines.length % 2 === 1) all()
      else one()
    }
    one()
  })
  expect(lines).toEqual(['0', '1', '2', '3', '4'])
  expect([puller.take(), batches.take()]).toEqual([undefined, undefined])
  batches.leave()
  expect([puller.ended, batches.ended, batches.dropped]).toEqual([true, true, 0])
})
