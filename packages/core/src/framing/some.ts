/** Whatever has arrived: at least one byte, at most a given number. */
import type { Framing } from './framing.ts'
import { orEndOfMessage } from './in-message.ts'

/** A frame of one to `most` bytes: all that is there. A late one can't be recognised, so it is not bounded. */
export function some(most = Number.POSITIVE_INFINITY): Framing {
  const end: Framing['end'] = (view, start) => {
    const have = view.length - start
    return have === 0 ? -1 : Math.min(have, most)
  }
  return {
    bounded: false,
    recipe: ['someText', undefined, most],
    searching: () => false,
    expected: () => 'any byte',
    end,
    inMessage: orEndOfMessage(end),
  }
}
