/** A call as a promise. */
import type { AnySockioError } from '@sockio/core'
import {
  type Args,
  type Caller,
  checkPoll,
  failed,
  type Kind,
  type Listener,
  type PlanOptions,
  type Readings,
  type Run,
  readings,
} from '@sockio/node'

/** The kind of this flavour: a call gives a promise. */
export interface InPromises extends Kind {
  readonly given: Promise<this['value']>
  readonly method: (...args: Args<this>) => this['given']
  readonly options: PlanOptions
  readonly streams: Polled<this['value']>
}

/** What a reading of a driver has besides its `get`. */
export interface Polled<T> {
  /**
   * Asks at once and then every `period` ms, and gives the values. No request overlaps the one before, and ticks that
   * were missed are skipped. The first that fails ends it with its error; leaving the loop ends it too.
   *
   * @param period in ms, more than 0
   * @throws {TypeError | RangeError} that names a wrong `period`
   * @example
   * for await (const amperes of psu.current.poll(100)) console.log(amperes)
   */
  poll(period: number): Readings<T>
}

/** What asks with `get`. */
export const polled = <T>(get: () => Promise<T>, shown: () => object): Polled<T> => ({
  poll(period) {
    checkPoll(get, period)
    return readings(() => get(), period, undefined, shown)
  },
})

/** `make` checks the arguments: what it throws becomes the rejection. */
export const promise: Run<InPromises> = (connection, make) =>
  new Promise((resolve, reject) => {
    const call = make()
    call.promised = true
    connection.start(call, new Settling(resolve, reject, connection.awaiting(promise)))
  })

/** Settles the promise of one call. An object: functions that are assigned to properties here would be old at once in V8. */
class Settling<T> implements Listener<T> {
  readonly onValue: (value: T | PromiseLike<T>) => void
  readonly onThrown: (thrown: unknown) => void
  readonly #caller: Caller | undefined

  constructor(
    resolve: (value: T | PromiseLike<T>) => void,
    reject: (thrown: unknown) => void,
    caller: Caller | undefined,
  ) {
    this.onValue = resolve
    this.onThrown = reject
    this.#caller = caller
  }

  onError(error: AnySockioError): void {
    this.onValue(failed(error, this.#caller))
  }
}
