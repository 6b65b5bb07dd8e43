/** Signals: the first asks the command to end cleanly, the second ends it. */
import { constants } from 'node:os'
import { Interrupted } from './failure.ts'

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

/**
 * Aborted, with an `Interrupted`, by the first signal, and when nobody reads the output any more (`| head`), which is no
 * failure.
 */
export function interruption(): AbortSignal {
  const controller = new AbortController()
  for (const name of SIGNALS) {
    const code = 128 + constants.signals[name]
    process.on(name, () => {
      if (controller.signal.aborted) process.exit(code)
      controller.abort(new Interrupted(code))
    })
  }
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error
    controller.abort(new Interrupted(0))
  })
  return controller.signal
}
