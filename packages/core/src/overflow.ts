/** What a stream gets of its frames: as many as its credit allows; the others are kept or dropped by its overflow policy. */
import type { Effects } from './effects.ts'
import type { Exchange } from './exchange.ts'
import type { Framing } from './framing/framing.ts'
import type { Inbox } from './inbox.ts'
import type { StreamState } from './stream.ts'

/** Frames that are found at once. */
const BATCH = 4096

/** Passes on what the stream's credit allows; false when that was nothing. */
export function pass(exchange: Exchange, inbox: Inbox, effects: Effects): boolean {
  const stream = exchange.stream as StreamState
  let passed = passHeld(exchange, effects)
  if (stream.match !== undefined) return passed // its frames are all among those
  while (stream.credit > 0) {
    const run = inbox.nextRun(exchange.framing as Framing, stream.credit)
    if (run === undefined) break
    passed = true
    stream.credit -= run.ends.length
    effects.frames(exchange, run)
  }
  return passed
}

/** Passes on what is held, as far as the credit goes; false when that was nothing. */
export function passHeld(exchange: Exchange, effects: Effects): boolean {
  const stream = exchange.stream as StreamState
  let passed = false
  for (let run = stream.held.take(stream.credit); run !== undefined; run = stream.held.take(stream.credit)) {
    passed = true
    stream.credit -= run.ends.length
    effects.frames(exchange, run)
  }
  return passed
}

/** What is left waits, within the limit: drops what the stream's policy lets go; false when that calls it an error. */
export function keepWithin(exchange: Exchange, inbox: Inbox, limit: number): boolean {
  const stream = exchange.stream as StreamState
  const framing = exchange.framing as Framing
  if (stream.match !== undefined) return keepMatches(stream, limit)
  if (stream.overflow === 'latest') keepLatest(stream, framing, inbox)
  if (inbox.length <= limit) return true
  if (stream.overflow === 'dropOldest') dropOldest(stream, framing, inbox, limit)
  return stream.overflow !== 'error' || stream.credit > 0
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

/** Matches wait in the stream itself. */
function keepMatches(stream: StreamState, limit: number): boolean {
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
