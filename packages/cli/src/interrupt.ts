/** Signals: the first asks the command to end cleanly, the second ends it. */
import { constants } from 'node:os'
import { CommandError, Interrupted, messageOf } from './failure.ts'

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

/**
 * Aborted by the first signal, with an `Interrupted`; also when nobody reads the output any more (`| head`), which is no
 * failure, and when it can't be written, which is one. Notes that nobody reads any more are not worth a recording.
 */
export function interruption(): AbortSignal {
  const controller = new AbortController()
  for (const name of SIGNALS) {
    const code = 128 + constants.signals[name]
    process.on(name, () => {
      if (controller.signal.aborted) process.exit(code)
      controller.abort(new Interrupted(code, name))
    })
  }
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    controller.abort(error.code === 'EPIPE' ? new Interrupted(0) : new CommandError(`stdout: ${messageOf(error)}`))
  })
  process.stderr.on('error', () => undefined)
  return controller.signal
}
