/** In the thread of the sockets: passes on what is published on its diagnostics channels, while somebody listens. */
import { subscribe, tracingChannel, unsubscribe } from 'node:diagnostics_channel'
import { withoutErrors } from './errors.ts'
import { packed } from './messages.ts'
import type { Outbox } from './outbox.ts'
import { CHANNELS, Tell, TRACE_EVENTS } from './protocol.ts'

const [STATE, RETRY, EXCHANGE] = CHANNELS

/** Gives what follows the channels whose bits are set. */
export function tracer(outbox: Outbox): (bits: number) => void {
  /** The context of an exchange is one object in all its events: over there it must be one too. */
  const numbers = new WeakMap<object, number>()
  let last = 0

  const sender = (index: number, event: number) => (message: unknown) => {
    if (typeof message !== 'object' || message === null) return
    const number = numbers.get(message) ?? ++last
    numbers.set(message, number)
    outbox.send(Tell.trace, number, packed([index, event, withoutErrors(message)]))
  }
  const plain = (name: string, told: (message: unknown) => void) => (follow: boolean) => {
    if (follow) subscribe(name, told)
    else unsubscribe(name, told)
  }
  const event = (name: (typeof TRACE_EVENTS)[number]) => sender(2, TRACE_EVENTS.indexOf(name))
  const exchanges = {
    start: event('start'),
    end: event('end'),
    asyncStart: event('asyncStart'),
    asyncEnd: event('asyncEnd'),
    error: event('error'),
  }
  const channel = tracingChannel<unknown, object>(EXCHANGE)
  const channels = [
    plain(STATE, sender(0, 0)),
    plain(RETRY, sender(1, 0)),
    (follow: boolean) => (follow ? channel.subscribe(exchanges) : void channel.unsubscribe(exchanges)),
  ]

  let followed = 0
  return (bits) => {
    if (bits === followed) return
    for (const [index, follow] of channels.entries()) {
      const bit = 1 << index
      if ((bits & bit) !== (followed & bit)) follow((bits & bit) !== 0)
    }
    followed = bits
  }
}
