/** What users' callbacks throw is reported, once, and harms nothing. */
import { once } from 'node:events'
import { expect, it } from 'vitest'
import { Reporter } from '../src/index.ts'
import { rig, run } from './rig.ts'

it.each([
  [
    'throws',
    () => {
      throw new Error('mine')
    },
  ],
  ['rejects', () => Promise.reject(new Error('mine'))],
  [
    'throws what is no error',
    () => {
      throw 'mine'
    },
  ],
])('a callback that %s is told to onError', async (_, callback) => {
  const told = await new Promise<Error>((resolve) => new Reporter(resolve).notify(callback))
  expect(told).toBeInstanceOf(Error)
  expect(told.message).toBe('mine')
})

it('without onError, and when onError throws itself, there is a process warning', async () => {
  const silent = once(process, 'warning')
  new Reporter(undefined).notify(() => {
    throw new Error('first')
  })
  expect((await silent)[0]).toMatchObject({ message: 'first' })
  const warnings: string[] = []
  const note = (warning: Error) => warnings.push(warning.message)
  process.on('warning', note)
  const second = once(process, 'warning')
  new Reporter(() => {
    throw new Error('second')
  }).report(new Error('cause'))
  await second
  await new Promise(setImmediate)
  process.off('warning', note)
  expect(warnings).toEqual(['cause', 'second'])
})

it('a listener that throws at every turn does not stop the calls', async () => {
  const errors: string[] = []
  const options = {
    onStateChange: () => {
      throw new Error('state')
    },
    onWire: () => {
      throw new Error('wire')
    },
    onError: (error: Error) => errors.push(error.message),
  }
  await using it = await rig({ '*IDN?': 'ACME' }, options)
  expect(await run(it.connection, it.connection.operations.query('*IDN?'))).toBe('ACME')
  expect(new Set(errors)).toEqual(new Set(['state', 'wire']))
})
