/**
 * The lifecycle of a link. Everything that decides which state may follow which is here: an input that the table does
 * not know for a state is a bug and throws. The diagram of the docs is drawn from this table.
 */

/** The states of a link. */
export type State = 'idle' | 'connecting' | 'initialising' | 'ready' | 'waiting' | 'closing' | 'closed'

/** Why a state is left. */
export type Cause =
  | 'wanted' // a request or open() needs a connection
  | 'connected' // the socket is there
  | 'initialised' // the hook is done, or there is none
  | 'failed' // the attempt failed and another will follow
  | 'spent' // the attempt failed and no other will follow
  | 'lost' // the connection ended, and work is queued
  | 'dropped' // the connection ended, and nothing needs it
  | 'retry' // the backoff is over
  | 'unwanted' // what waited for a connection is gone
  | 'close' // close() or disposal
  | 'down' // the socket is gone after close()
  | 'disposed' // the same, for good

export const transitions: Readonly<Record<State, Readonly<Partial<Record<Cause, State>>>>> = {
  idle: { wanted: 'connecting', disposed: 'closed' },
  connecting: { connected: 'initialising', failed: 'waiting', spent: 'idle', unwanted: 'idle', close: 'closing' },
  initialising: { initialised: 'ready', failed: 'waiting', spent: 'idle', close: 'closing' },
  ready: { lost: 'waiting', dropped: 'idle', close: 'closing' },
  waiting: { retry: 'connecting', unwanted: 'idle', close: 'closing' },
  closing: { down: 'idle', disposed: 'closed' },
  closed: {},
}

/** The state that follows `from` because of `cause`. */
export function next(from: State, cause: Cause): State {
  const to = transitions[from][cause]
  if (to === undefined) throw new Error(`illegal transition: "${cause}" in state "${from}"`)
  return to
}
