/** `usingSocket`: a socket that lives as long as a subscription. */
import { show } from '@sockio/core'
import { defer, type Observable, type ObservableInput } from 'rxjs'
import { cold, subscribeWithin } from './cold.ts'
import type { TCP } from './tcp.ts'

/**
 * Makes a socket for each subscription, gives what `use` makes of it, and disposes of the socket when that completes or
 * fails, or is unsubscribed from. It completes, or fails, when the socket is gone.
 *
 * @throws {TypeError} that names what is no function
 * @example
 * usingSocket(() => new TCP('10.0.0.7', 5025), (sock) => sock.query('*IDN?')).subscribe(console.log)
 */
export function usingSocket<T>(make: () => TCP, use: (sock: TCP) => ObservableInput<T>): Observable<T> {
  for (const [name, given] of Object.entries({ make, use })) {
    if (typeof given !== 'function') throw new TypeError(`${name}: expected a function, got ${show(given)}`)
  }
  return cold((subscriber) => {
    const sock = make()
    const gone = () => sock[Symbol.asyncDispose]()
    subscriber.add(gone)
    const used$ = defer(() => use(sock))
    subscribeWithin(subscriber, used$, {
      next: (value) => subscriber.next(value),
      error: (error: unknown) => void gone().then(() => subscriber.error(error)),
      complete: () => void gone().then(() => subscriber.complete()),
    })
  })
}
