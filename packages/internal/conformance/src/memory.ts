/** The rows without any socket of the system: driver and instruments in one thread, with memory between them. */
import { type Carrier, SHORT } from './carrier.ts'
import { OF_TCP } from './unix.ts'

/** What a device in memory is not: it resets, and refuses, as one behind TCP. */
const OF_SOCKETS: readonly (readonly [why: string, names: readonly string[]])[] = [
  ...Object.entries(OF_TCP).filter(([why]) => !/no reset|ENOENT/.test(why)),
  ['a path is no name', ['socketForUrl: a Unix socket']],
]

/** Devices of this thread, in the sections in which a carrier could show. Whoever runs them has registered `memory://`. */
export function memoryCarrier(): Carrier {
  let peers = 0
  return {
    name: 'memory',
    sections: SHORT,
    place: () => ({ memory: `peer${++peers}` }),
    skips: Object.fromEntries(OF_SOCKETS.flatMap(([why, names]) => names.map((name) => [name, why]))),
  }
}
