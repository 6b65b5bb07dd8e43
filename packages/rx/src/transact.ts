/** A transaction as a cold Observable. */
import { show } from '@sockio/core'
import { type Connection, calledBy, type TransactionOptions } from '@sockio/node'
import { defer, type Observable, type ObservableInput } from 'rxjs'
import { coldOf, subscribeWithin } from './cold.ts'
import { type Session, session } from './session.ts'

/** Unsubscribing ends it, with the call that it is at. */
export function transact<T>(
  connection: Connection,
  fn: (session: Session) => ObservableInput<T>,
  options: TransactionOptions | undefined,
): Observable<T> {
  const caller = connection.callers.of(transact, 'last act')
  return coldOf(
    () => connection.shown,
    (subscriber) => {
      if (typeof fn !== 'function') throw new TypeError(`fn: expected a function, got ${show(fn)}`)
      const cancel = connection.transact(
        (operations) =>
          new Promise<void>((resolve, reject) => {
            const values$ = defer(() => fn(session(connection, operations)))
            const next = (value: T) => subscriber.next(value)
            subscribeWithin(subscriber, values$, { next, error: reject, complete: resolve })
          }),
        options,
        () => subscriber.complete(),
        (error) => subscriber.error(error),
        (error) => subscriber.error(calledBy(error, caller)),
      )
      return () => cancel(new Error('unsubscribed'))
    },
  )
}
