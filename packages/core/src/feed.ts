/** How a stream gets its frames: as its credit allows, and by its overflow policy where it has none. */
import type { Effects } from './effects.ts'
import type { Exchange } from './exchange.ts'
import type { Framing } from './framing/framing.ts'
import type { Inbox } from './inbox.ts'
import type { StreamState } from './stream.ts'

/** Frames that are found at once. */
const BATCH = 4096

/**
 * Passes on what the stream's credit allows; how many frames that was, or 'overflow' when its policy says
 * that what is left is an error.
 */
export function feed(exchange: Exchange, inbox: Inbox, limit: number, effects: Effects): number | 'overflow' {
  const stream = exchange.stream as StreamState
  const framing = exchange.framing as Framing
  let fed = passHeld(exchange, effects)
  if (stream.match !== undefined) return keepWithin(stream, limit) ? fed : 'overflow'
  while (stream.credit > 0) {
    const run = inbox.nextRun(framing, stream.credit)
    if (run === undefined) break
    stream.credit -= run.ends.length
    fed += run.ends.length
    effects.frames(exchange, run)
  }
  if (stream.overflow === 'latest') keepLatest(stream, framing, inbox)
  if (inbox.length <= limit) return fed
  if (stream.overflow === 'dropOldest') dropOldest(stream, framing, inbox, limit)
  return stream.overflow === 'error' && stream.credit === 0 ? 'overflow' : fed
}

/** Passes on what is held, as far as the credit goes; how many frames that was. */
export function passHeld(exchange: Exchange, effects: Effects): number {
  const stream = exchange.stream as StreamState
  let passed = 0
  for (let run = stream.held.take(stream.credit); run !== undefined; run = stream.held.take(stream.credit)) {
    stream.credit -= run.ends.length
    passed += run.ends.length
    effects.frames(exchange, run)
  }
  return passed
}

/** The connection is gone: all that came over it is held. */
export function holdAll(exchange: Exchange, inbox: Inbox): void {
  const stream = exchange.stream as StreamState
  if (stream.match !== undefined) return // it holds all its frames already
  const framing = exchange.framing as Framing
  if (stream.overflow === 'latest') keepLatest(stream, framing, inbox)
  const next = () => inbox.nextRun(framing, BATCH)
  for (let run = next(); run !== undefined; run = next()) stream.held.pushRun(run)
}

/** Matches wait in the stream itself: what of them a policy lets go; false when it calls that an error. */
function keepWithin(stream: StreamState, limit: number): boolean {
  if (stream.overflow === 'latest') stream.dropped += stream.held.dropTo(0, 1)
  if (stream.overflow === 'dropOldest') stream.dropped += stream.held.dropTo(limit)
  return stream.overflow !== 'error' || stream.held.cost <= limit
}

function keepLatest(stream: StreamState, framing: Framing, inbox: Inbox): void {
  const next = () => inbox.nextRun(framing, BATCH)
  for (let run = next(); run !== undefined; run = next()) {
    stream.held.pushRun(run)
    stream.dropped += stream.held.dropTo(0, 1)
  }
}

function dropOldest(stream: StreamState, framing: Framing, inbox: Inbox, limit: number): void {
  while (inbox.length > limit) {
    if (inbox.next(framing, true) === undefined) return
    stream.dropped++
  }
}
