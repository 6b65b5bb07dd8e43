/** Runs the connection hook, which may return an Observable, a promise or nothing. */
import { asyncHook, type ConnectOptions, type RunHook } from '@sockio/node'
import { filter, isObservable, lastValueFrom, type Observable, takeUntil } from 'rxjs'
import type { LinkEvent } from './link-events.ts'
import { type Session, session } from './session.ts'

/**
 * An Observable is subscribed to, and the connection is ready when it completes; it is unsubscribed from when the
 * connection is lost or closed before.
 */
export function hook(options: ConnectOptions<Session>, events$: Observable<LinkEvent>): RunHook | undefined {
  const { onConnectionMade } = options
  if (onConnectionMade === undefined) return undefined
  const over$ = events$.pipe(filter((event) => event.type === 'state' && event.previous === 'initialising'))
  const run = (handle: Session): unknown => {
    const result = onConnectionMade(handle)
    return isObservable(result) ? lastValueFrom(result.pipe(takeUntil(over$)), { defaultValue: undefined }) : result
  }
  return asyncHook({ onConnectionMade: run }, session)
}
