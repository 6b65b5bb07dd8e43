/** How a stream gets its frames: as its credit allows, and by its overflow policy where it has none. */
import type { Effects } from './effects.ts'
import type { Exchange } from './exchange.ts'
import type { Framing } from './framing/framing.ts'
import type { Inbox } from './inbox.ts'
import type { StreamState } from './stream.ts'

/** Passes on what the stream's credit allows; 'overflow' when its policy says that this is an error. */
export function feed(exchange: Exchange, inbox: Inbox, limit: number, effects: Effects): 'fed' | 'overflow' {
  const stream = exchange.stream as StreamState
  const framing = exchange.framing as Framing
  if (stream.match === undefined && stream.overflow === 'latest' && stream.credit !== Number.POSITIVE_INFINITY) {
    keepLatest(stream, framing, inbox)
  }
  passHeld(exchange, effects)
  if (stream.match !== undefined) return keepWithin(stream, limit)
  while (stream.credit > 0) {
    const frame = inbox.next(framing, true)
    if (frame === undefined) break
    stream.credit--
    effects.frame(exchange, frame)
  }
  if (inbox.length <= limit) return 'fed'
  if (stream.overflow === 'dropOldest') dropOldest(stream, framing, inbox, limit)
  return stream.overflow === 'error' && stream.credit === 0 ? 'overflow' : 'fed'
}

/** Passes on what is held, as far as the credit goes. */
export function passHeld(exchange: Exchange, effects: Effects): void {
  const stream = exchange.stream as StreamState
  while (stream.credit > 0) {
    const frame = stream.release()
    if (frame === undefined) return
    stream.credit--
    effects.frame(exchange, frame)
  }
}

function drop(stream: StreamState): void {
  stream.release()
  stream.dropped++
}

/** The connection is gone: all that came over it is held. */
export function holdAll(exchange: Exchange, inbox: Inbox): void {
  const stream = exchange.stream as StreamState
  if (stream.match !== undefined) return // it holds all its frames already
  const framing = exchange.framing as Framing
  if (stream.overflow === 'latest') keepLatest(stream, framing, inbox)
  for (let frame = inbox.next(framing, true); frame !== undefined; frame = inbox.next(framing, true)) stream.hold(frame)
}

/** Matches wait in the stream itself: what of them a policy lets go, or calls an error. */
function keepWithin(stream: StreamState, limit: number): 'fed' | 'overflow' {
  if (stream.overflow === 'latest') while (stream.held.length > 1) drop(stream)
  if (stream.overflow === 'dropOldest') while (stream.heldBytes > limit) drop(stream)
  return stream.overflow === 'error' && stream.heldBytes > limit ? 'overflow' : 'fed'
}

function keepLatest(stream: StreamState, framing: Framing, inbox: Inbox): void {
  for (let frame = inbox.next(framing); frame !== undefined; frame = inbox.next(framing)) {
    if (stream.held.length > 0) drop(stream)
    stream.hold(frame)
  }
}

function dropOldest(stream: StreamState, framing: Framing, inbox: Inbox, limit: number): void {
  while (inbox.length > limit) {
    if (inbox.next(framing, true) === undefined) return
    stream.dropped++
  }
}
