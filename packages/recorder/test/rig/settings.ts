/** Random settings of the engine. */
import fc from 'fast-check'

export const settings = fc.record({
  pipeline: fc.constantFrom(1, 2, 4),
  resync: fc.constantFrom('reconnect' as const, 'discard' as const),
  autoReconnect: fc.constantFrom(true, true, false),
  hook: fc.constantFrom(false, false, true),
  pacing: fc.constantFrom(0, 0, 10),
  staleInput: fc.constantFrom('discard' as const, 'discard' as const, 'keep' as const),
  quiet: fc.constantFrom(0, 20, 'reconnect' as const),
  connectionTimeout: fc.constantFrom(Number.POSITIVE_INFINITY, 30),
  bufferSize: fc.constantFrom(8, 64),
  maxQueue: fc.constant(3),
  reconnect: fc.constantFrom({ retries: 0 }, { retries: 2, minDelay: 10 }),
  random: fc.double({ min: 0, max: 0.999, noNaN: true }),
})
