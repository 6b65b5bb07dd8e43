/** What `console.log` shows: where the instrument is and the state, and nothing from inside. */
import { inspect } from 'node:util'
import { Effect } from 'effect'
import { expect, test } from 'vitest'
import { poll, Tcp } from '../src/index.ts'

test('the service', async () => {
  const made = Effect.map(Tcp.make('10.0.0.7', 5025), (tcp) => inspect(tcp))
  expect(await Effect.runPromise(Effect.scoped(made))).toBe("Tcp { address: 'tcp://10.0.0.7:5025', state: 'idle' }")
})

test('streams', async () => {
  const made = Effect.map(Tcp.make('10.0.0.7', 5025), (tcp) =>
    [tcp.lines(), tcp.lines().batches(), tcp.blocks(3), poll(tcp, 'Q1', 100)].map((stream) => inspect(stream)),
  )
  const shown = (name: string) => `${name} { address: 'tcp://10.0.0.7:5025', state: 'idle' }`
  const names = ['Lines', 'Batches', 'Lines', 'Readings']
  expect(await Effect.runPromise(Effect.scoped(made))).toEqual(names.map(shown))
})
