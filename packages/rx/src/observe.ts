/** A call as a cold Observable: made and started by each subscription, cancelled by its end. */
import { type Args, calledBy, type Kind, type PlanOptions, type Run } from '@sockio/node'
import type { Observable } from 'rxjs'
import { cold } from './cold.ts'
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
  return cold((subscriber) => {
    const call = make()
    let over = false
    call.onValue = (value) => {
      over = true
      subscriber.next(value)
      subscriber.complete()
    }
    call.onError = (error) => {
      over = true
      subscriber.error(calledBy(error, caller))
    }
    call.onThrown = (thrown) => {
      over = true
      subscriber.error(thrown)
    }
    connection.start(call)
    return () => {
      if (!over) connection.abort(call, unsubscribed())
    }
  })
}
