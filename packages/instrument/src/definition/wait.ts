/** The step that does nothing. */
import { limitRule, type Steps } from '@sockio/core'

/**
 * Waits within a procedure, by the clock of the connection.
 *
 * @param ms milliseconds, at least 0
 * @throws {TypeError | RangeError} for what is none
 * @example
 * yield* wait(50)
 */
export function* wait(ms: number): Steps<void> {
  limitRule(ms, 'ms')
  yield { step: 'wait', ms }
}
