/** What happens to a connection, as Observables that begin with how it is now. */
import type { Retry, State, StrayOrigin } from '@sockio/core'
import type { ConnectOptions } from '@sockio/node'
import { map, merge, type Observable, ReplaySubject, Subject, take } from 'rxjs'
import { cold } from './cold.ts'

/**
 * What happens to a connection:
 *
 * - `state`: it went from `previous` to `state`; without `previous` it tells a new subscriber how it is;
 * - `lost`: a connection ended; `error` says why, absent after `close()`;
 * - `eof`: the peer closed its side;
 * - `retry`: a connection was lost or an attempt failed, and in `delay` ms another follows;
 * - `stray`: bytes came that no request was owed; `origin` says whether they came for a stream that did not take them.
 */
export type LinkEvent =
  | { readonly type: 'state'; readonly state: State; readonly previous?: State }
  | { readonly type: 'lost'; readonly error?: Error }
  | { readonly type: 'eof' }
  | ({ readonly type: 'retry' } & Retry)
  | { readonly type: 'stray'; readonly bytes: Uint8Array; readonly origin: StrayOrigin }

export class LinkEvents {
  readonly #events = new Subject<LinkEvent>()
  readonly #state = new ReplaySubject<State>(1)

  constructor() {
    this.#state.next('idle')
  }

  /** The present state, then each change; completes when the connection is disposed of. */
  readonly state$: Observable<State> = cold((subscriber) => this.#state.subscribe(subscriber))

  /** The present state, then all that happens; completes when the connection is disposed of. */
  readonly events$: Observable<LinkEvent> = cold((subscriber) => {
    const present = this.#state.pipe(
      take(1),
      map((state): LinkEvent => ({ type: 'state', state })),
    )
    return merge(this.#events, present).subscribe(subscriber) // in this order: what the first one sets off is heard
  })

  /** The user's options, with their notifications told here as well. */
  tap<S>(options: ConnectOptions<S>): ConnectOptions<S> {
    return {
      ...options,
      onStateChange: (state, previous) => {
        this.#changed(state, previous)
        return options.onStateChange?.(state, previous)
      },
      onConnectionLost: (...error) => {
        this.#events.next(error[0] === undefined ? { type: 'lost' } : { type: 'lost', error: error[0] })
        return options.onConnectionLost?.(...error)
      },
      onEofReceived: () => {
        this.#events.next({ type: 'eof' })
        return options.onEofReceived?.()
      },
      onRetry: (retry) => {
        this.#events.next({ type: 'retry', ...retry })
        return options.onRetry?.(retry)
      },
      onStray: (bytes, origin) => {
        this.#events.next({ type: 'stray', bytes, origin })
        return options.onStray?.(bytes, origin)
      },
    }
  }

  #changed(state: State, previous: State): void {
    this.#state.next(state)
    this.#events.next({ type: 'state', state, previous })
    if (state !== 'closed') return
    this.#state.complete()
    this.#events.complete()
  }
}
