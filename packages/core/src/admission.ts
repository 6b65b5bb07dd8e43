/** Takes calls and transactions in, or says why not. */
import * as circumstances from './circumstances.ts'
import type { AnySockioError } from './errors.ts'
import type { Exchange } from './exchange.ts'
import * as ledger from './ledger.ts'
import type { Link } from './link.ts'
import type { Session } from './session.ts'
import * as sessions from './sessions.ts'
import * as silence from './silence.ts'
import * as streams from './streams.ts'

/** Why a call can't be taken; `exchange` is absent for a transaction. */
function refusal(link: Link, exchange: Exchange | undefined): AnySockioError | undefined {
  const { settings, state } = link
  if (link.disposed) return link.blame.closed(exchange, state, true)
  const reads = exchange === undefined || exchange.framing !== undefined
  const { stream } = link
  if (reads && stream !== undefined && (stream.stream?.match === undefined || exchange?.stream !== undefined)) {
    return link.blame.streamActive(exchange, state)
  }
  if (exchange !== undefined && isFull(link, exchange)) {
    return link.blame.queueFull(exchange, state, settings.maxQueue, circumstances.owed(link, exchange))
  }
  if (state !== 'idle' || settings.autoReconnect || exchange?.stream?.reconnect === true) return undefined
  const reader = reads && exchange?.request === undefined && exchange?.stream?.match === undefined
  const leftovers = reader && link.inbox.length > 0
  return leftovers ? undefined : link.blame.notConnected(exchange, state)
}

/** Does it wait behind as many as may? What is asked next, once the socket was looked at, is as good as under way. */
function isFull(link: Link, exchange: Exchange): boolean {
  const { lanes, root, settings, waiting } = link
  if (waiting < settings.maxQueue) return false
  const going = silence.looking(link) ? Math.min(settings.pipeline, lanes.writers.length) : 0
  if (waiting - going < settings.maxQueue) return false
  const lane = exchange.request === undefined ? root.readers : root.writers
  const ahead = lanes === root ? lane.length - going : lane.length
  return ahead > 0 || link.state !== 'ready'
}

/** Takes an exchange in; it will be settled exactly once. */
export function submit(link: Link, exchange: Exchange): void {
  const { session } = exchange
  const why = session === undefined ? refusal(link, exchange) : sessions.refusal(link, exchange, session)
  if (why !== undefined) {
    ledger.settle(link, exchange, why)
    return
  }
  if (exchange.stream !== undefined) streams.enter(link, exchange)
  ledger.enter(link, exchange)
}

/** Opens the link; `exchange` is settled when it is ready. */
export function open(link: Link, exchange: Exchange): void {
  if (link.disposed) ledger.settle(link, exchange, link.blame.closed(exchange, link.state, true))
  else if (link.state === 'ready') ledger.settle(link, exchange, link.blame.alreadyOpen(exchange, link.state))
  else {
    ledger.enqueue(link, exchange)
    link.opening.push(exchange)
  }
}

/** Queues a transaction. */
export function begin(link: Link, session: Session): void {
  const why = refusal(link, undefined)
  if (why !== undefined) {
    sessions.refuse(link, session, why)
    return
  }
  session.stage = 'queued'
  const limit = session.span
  if (limit !== Number.POSITIVE_INFINITY) {
    session.limit = link.now + session.timeout
    link.deadlines.set(session, link.now + limit)
  }
  link.root.addSession(session)
}
