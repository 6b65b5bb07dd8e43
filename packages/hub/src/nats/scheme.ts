/** The transport of `nats://`, for drivers: in a module of its own, so that any thread can import it. */
import type { Scheme } from '@sockio/node'
import { addressOf, type Target, target } from './address.ts'
import { SessionWire } from './session-wire.ts'

/** By address, which is shown in errors and so has no password. */
const targets = new WeakMap<object, Target>()

export const scheme: Scheme = {
  address(url) {
    const address = addressOf(url)
    targets.set(address, target(url))
    return address
  },
  transport(address) {
    const found = targets.get(address) ?? target(address.url ?? '')
    return { dial: (events) => new SessionWire(found, events) }
  },
}
