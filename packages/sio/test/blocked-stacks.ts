/** The stack of what is thrown shows who blocked. A program of its own, so that it also runs where there is no test runner. */
import assert from 'node:assert/strict'
import { TCP } from '../src/index.ts'

const nowhere = { autoReconnect: false }
const sock = new TCP('127.0.0.1', 1, nowhere)
const asking = new TCP('127.0.0.1', 1, { ...nowhere, resolveFutures: false })

const calls: Readonly<Record<string, () => unknown>> = {
  'query()': () => sock.query('Q1'),
  'readLine()': () => sock.readLine(),
  'transaction()': () => sock.transaction((session) => session.readLine()),
  'a loop over lines()': () => [...sock.lines()],
  'result() of a future': () => asking.readLine().result(),
}

/** In an array: a function whose last act is a call goes from the stack in some engines. */
function measure(call: () => unknown): readonly unknown[] {
  return [call()]
}

for (const [name, call] of Object.entries(calls)) {
  try {
    measure(call)
    assert.fail(`${name} should have thrown`)
  } catch (error) {
    assert(error instanceof Error && error.name === 'NotConnectedError', String(error))
    const frames = (error.stack ?? '').slice(`${error.name}: ${error.message}`.length).split('\n').slice(1)
    // Above it at most the verb of ours, and the function of the table.
    assert(
      frames.slice(0, 3).some((frame) => /^ {4}at measure /.test(frame)),
      `${name}:\n${error.stack}`,
    )
  }
}
console.log(`who blocked is shown in ${Object.keys(calls).length} stacks`)
