/** A call as a cold Observable: made and started by each subscription, cancelled by its end. */
import { type Call, type Connection, calledBy } from '@sockio/node'
import type { Observable } from 'rxjs'
import { cold } from './cold.ts'

/** What an `AbortError` that nobody sees (but a trace) has as its cause. */
const unsubscribed = () => new Error('unsubscribed')

/** `make` checks the arguments: what it throws becomes the error notification. */
export function observe<T>(connection: Connection, make: () => Call<T>): Observable<T> {
  const caller = connection.callers.of(observe)
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
    connection.start(call)
    return () => {
      if (!over) connection.abort(call, unsubscribed())
    }
  })
}
