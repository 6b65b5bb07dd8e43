/** A call is told of its end once, whatever becomes of its reply: what makes the value of it may throw. */
import { inspect } from 'node:util'
import { DecodeError, line } from '@sockio/core'
import { expect, it } from 'vitest'
import { Call } from '../src/index.ts'
import { rig, run } from './rig.ts'

const settings = { address: { host: '10.0.0.7', port: 5025, tls: false }, redact: (request: Uint8Array) => request }
const eol = Buffer.from('\n')

it('what makes its value throws: a DecodeError, and the next call has its own reply', async () => {
  await using made = await rig({ 'A?': 'first', 'B?': 'second' })
  const error = new RangeError('Cannot create a string longer than 0x1fffffe8 characters')
  const framing = line(eol)
  const call = new Call(
    { request: Buffer.from('A?\n'), framing },
    () => {
      throw error
    },
    undefined,
    settings,
  )
  const thrown: unknown = await run(made.connection, call).catch((reason: unknown) => reason)
  expect(thrown).toBeInstanceOf(DecodeError)
  expect(thrown).toMatchObject({ code: 'SOCKIO_DECODE', phase: 'reading', sent: 'yes', cause: error })
  expect(await run(made.connection, made.connection.operations.query('B?'))).toBe('second')
  expect(made.connection.connectionCounter).toBe(1)
})

it('a DecodeError shows what was expected and where, printed and in JSON', async () => {
  await using made = await rig({ 'A?': 'x' })
  const as = {
    decode: () => {
      throw Object.assign(new Error('expected a number'), { name: 'Undecodable', expected: 'a number', at: 7 })
    },
    describe: () => ({ kind: 'number' }),
  }
  const error: unknown = await run(made.connection, made.connection.operations.query('A?', { as })).catch(
    (reason: unknown) => reason,
  )
  // Thrown by another copy of the library, it is known by its fields.
  expect(error).toMatchObject({ expected: 'a number', at: 7 })
  expect(JSON.parse(JSON.stringify(error))).toMatchObject({
    code: 'SOCKIO_DECODE',
    expected: 'a number',
    partial: '"x"',
  })
  expect(inspect(error)).toMatch(/expected: 'a number'/)
})
