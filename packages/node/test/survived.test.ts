/** An exception that the process survives must not change what a socket reads: Node's own account of it is confused. */
import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { expect, it } from 'vitest'
import { rig } from './rig.ts'

/** Asks for five replies, one after the other; after each, something else throws in the ticks behind the read. */
const script = (port: number) => `
  import { address } from '@sockio/core'
  import { Connection } from '@sockio/node'
  let caught = 0
  process.on('uncaughtException', () => caught++)
  const connection = new Connection(address('127.0.0.1', ${port}), { timeout: 60_000 })
  const replies = []
  function ask(n) {
    if (n === 5) return connection.close(() => console.log(JSON.stringify({ caught, replies: replies.map(String) })))
    const call = connection.operations.writeReadLine('Q' + n + '\\n')
    const onError = (error) => { console.log(error.message); connection.close(() => {}) }
    const onValue = (reply) => {
      replies.push(reply)
      process.nextTick(() => { throw new Error('from elsewhere') })
      setImmediate(ask, n + 1)
    }
    connection.start(call, { onValue, onError })
  }
  ask(0)`

it('replies before and after a survived exception are whole, and their own', async () => {
  await using it = await rig((request) => `A${request.slice(1)}`)
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ['--input-type=module', '--eval', script(it.device.port)],
    { timeout: 60_000 },
  )
  expect(JSON.parse(stdout)).toEqual({ caught: 5, replies: ['A0\n', 'A1\n', 'A2\n', 'A3\n', 'A4\n'] })
})
