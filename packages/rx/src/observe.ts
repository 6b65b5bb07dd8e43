/** A call as a cold Observable: made and started by each subscription, cancelled by its end. */
import { type Inspected, inspection, shownAs } from '@sockio/core'
import {
  type Args,
  type Call,
  type Caller,
  type Connection,
  calledBy,
  type Kind,
  type Listener,
  type PlanOptions,
  type Run,
} from '@sockio/node'
import { Observable, type Subscriber, type TeardownLogic, type Unsubscribable } from 'rxjs'
import type { Polled } from './polled.ts'

/** The kind of this flavour: a call gives an Observable. */
export interface InObservables extends Kind {
  readonly given: Observable<this['value']>
  readonly method: (...args: Args<this>) => this['given']
  readonly options: PlanOptions
  readonly streams: Polled<this['value']>
}

/** What an `AbortError` that nobody sees (but a trace) has as its cause. */
const unsubscribed = () => new Error('unsubscribed')

/** `make` checks the arguments: what it throws becomes the error notification. */
export const observe: Run<InObservables> = (connection, make) => {
  const caller = connection.callers.of(observe, 'last act')
  return new Asked(connection, make, caller)
}

/** Fields, and one function for all: a fleet has a thousand of these at once, and the functions of each would be most of it. */
class Asked<T> extends Observable<T> {
  readonly #connection: Connection
  readonly #make: () => Call<T>
  readonly #caller: Caller | undefined

  constructor(connection: Connection, make: () => Call<T>, caller: Caller | undefined) {
    super(started)
    this.#connection = connection
    this.#make = make
    this.#caller = caller
  }

  /** @internal What is printed of it. */
  [inspection](...how: Inspected): string {
    return shownAs('Observable', this.#connection.shown, how)
  }

  start(subscriber: Subscriber<T>): Unsubscribable {
    const call = this.#make()
    const asking = new Asking(this.#connection, call, subscriber, this.#caller)
    this.#connection.start(call, asking)
    return asking
  }
}

/** As of `cold`: nothing starts for a subscriber that has gone already. */
function started<T>(this: Observable<T>, subscriber: Subscriber<T>): TeardownLogic {
  if (this instanceof Asked && !subscriber.closed) return this.start(subscriber)
}

/** A call under way. */
class Asking<T> implements Listener<T>, Unsubscribable {
  readonly #connection: Connection
  readonly #call: Call<T>
  readonly #subscriber: Subscriber<T>
  readonly #caller: Caller | undefined
  #over = false

  constructor(connection: Connection, call: Call<T>, subscriber: Subscriber<T>, caller: Caller | undefined) {
    this.#connection = connection
    this.#call = call
    this.#subscriber = subscriber
    this.#caller = caller
  }

  onValue(value: T): void {
    this.#over = true
    this.#subscriber.next(value)
    this.#subscriber.complete()
  }

  onError(error: Error): void {
    this.onThrown(calledBy(error, this.#caller))
  }

  onThrown(thrown: unknown): void {
    this.#over = true
    this.#subscriber.error(thrown)
  }

  unsubscribe(): void {
    if (!this.#over) this.#connection.abort(this.#call, unsubscribed())
  }
}
