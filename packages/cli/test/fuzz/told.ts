/** What a command says of a wrong text: one line, which moves no cursor, and the exit code of a usage error. */
import assert from 'node:assert/strict'
import { CommandError, exitCodes } from '../../src/failure.ts'

/** What `parse` makes of a text; undefined when it refuses. */
export function read<T>(text: string, parse: (text: string) => T, begins: RegExp): T | undefined {
  try {
    return parse(text)
  } catch (error) {
    if (!(error instanceof CommandError)) throw error
    assert.equal(error.exitCode, exitCodes.usage)
    assert.match(error.message, begins)
    assert(error.message.length < 1000 + 16 * text.length, 'a message much longer than what was wrong')
    return undefined
  }
}
