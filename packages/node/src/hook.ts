/** Runs the connection hook of a flavour whose hooks return nothing or a promise. */
import { checkOptions } from '@sockio/core'
import type { Connection, RunHook } from './connection.ts'
import type { Operations } from './operations.ts'
import type { ConnectOptions } from './options.ts'
import { runAsync } from './reporter.ts'

/**
 * Runs `options.onConnectionMade`, if there is one, with the flavour's own handle.
 *
 * @throws {TypeError | RangeError} that names the wrong or unknown option
 */
export function asyncHook<S>(
  options: ConnectOptions<S>,
  handle: (connection: Connection, operations: Operations) => S,
): RunHook | undefined {
  checkOptions(options)
  const { onConnectionMade } = options
  if (onConnectionMade === undefined) return undefined
  return (connection, operations, done) => {
    runAsync(
      () => onConnectionMade(handle(connection, operations)),
      () => done(),
      (error) => done({ error }),
    )
  }
}
