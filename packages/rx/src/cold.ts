/** What every Observable of this flavour is made with: nothing starts for a subscriber that has gone already. */
import { type Inspected, inspection, shownAs } from '@sockio/core'
import { Observable, type Observer, type Subscriber, type TeardownLogic } from 'rxjs'

type Start<T> = (subscriber: Subscriber<T>) => TeardownLogic

/**
 * An Observable whose `start` is not run for a closed subscriber. RxJS subscribes for those too: `expand` asks again
 * after the `takeWhile` behind it has had enough, and a request that nobody waits for must not go out.
 */
export function cold<T>(start: Start<T>): Observable<T> {
  return new Observable((subscriber) => (subscriber.closed ? undefined : start(subscriber)))
}

/** As `cold`, of an instrument: that is printed of it. */
export function coldOf<T>(shown: () => object, start: Start<T>): Observable<T> {
  return Object.assign(cold(start), { [inspection]: (...how: Inspected) => shownAs('Observable', shown(), how) })
}

/**
 * Subscribes to `source` on behalf of `subscriber`: the end of its subscription is the end of this one, also in the
 * midst of a source that gives its values while it is being subscribed to.
 */
export function subscribeWithin<T>(
  subscriber: Subscriber<unknown>,
  source: Observable<T>,
  observer: Observer<T>,
): void {
  cold<T>((inner) => {
    subscriber.add(inner)
    if (!inner.closed) source.subscribe(inner)
  }).subscribe(observer)
}
