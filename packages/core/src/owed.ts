/** What holds up a call and is no other caller's, and how its error says that. */
import { Aftermath } from './aftermath.ts'
import { bytes, milliseconds } from './amounts.ts'

/** A late reply that holds up a call: to which request, and how long ago that was given up, in ms. */
interface LateReply {
  readonly request: Uint8Array
  readonly ago: number
}

/** A late reply, or a stream that was left and is not silent. */
export type Owed = LateReply | Aftermath

/** Shows a request, as its owner allows. */
export type Show = (request: Uint8Array) => string

/** Why a call still waits, where that is why. */
export function stillOwed(owed: Owed | undefined, show: Show): string {
  if (owed === undefined) return ''
  if (owed instanceof Aftermath) return restless(owed, show)
  const late = `the late reply to ${show(owed.request)} (given up ${milliseconds(owed.ago)} ago)`
  return `; ${late} is still owed, and if it never comes only close() ends that (or resync: 'reconnect')`
}

/** What a stream that was left, or a full buffer, does to those who ask. */
function restless({ stop, stopping, aside, quiet, backlog, beside }: Aftermath, show: Show): string {
  const wanted = `${milliseconds(quiet)} without a byte (quiet)`
  if (backlog && beside && aside === 0) {
    return '; the stream beside it has not taken its lines, and nothing more is read before it does (bufferSize)'
  }
  if (backlog) {
    const more = `much had come that nobody asked for: ${bytes(aside)} of it were set aside so far`
    return `; ${more}, and nothing is asked until there were ${wanted}: what sends that?`
  }
  if (stop !== undefined && stopping) {
    const not = stop.stage === 'settled' || stop.sent === 'yes' ? 'has not been answered' : 'has not been sent'
    return `; ${show(stop.request ?? new Uint8Array())}, the stop of a stream that was left, ${not}`
  }
  if (aside === 0) return `; a stream was left before, and nothing is asked until there were ${wanted}`
  const sends = `a stream that was left still sends (${bytes(aside)} so far)`
  const cure = stop === undefined ? 'give it a `stop`' : `is ${show(stop.request ?? new Uint8Array())} what stops it?`
  return `; ${sends}, and nothing is asked until there were ${wanted}: ${cure}`
}
