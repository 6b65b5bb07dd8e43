/** Whatever comes until nothing more comes: for devices whose replies have neither an end nor a size. */
import type { Framing } from './framing.ts'
import { orEndOfMessage } from './in-message.ts'

/**
 * A frame of at least one byte that ends when none has come for `ms`, or with its message, or with the connection. A late
 * one ends likewise, so it can be dropped.
 */
export function idle(ms: number): Framing {
  const end: Framing['end'] = () => -1
  return {
    bounded: true,
    recipe: ['idle', ms],
    silence: ms,
    expected: () => `a silence of ${ms} ms`,
    end,
    inMessage: orEndOfMessage(end),
  }
}
