/** What was said in a recording, line by line, each with its reply: whoever said it, and in whatever pieces. */
import type { Exchange } from '@sockio/core'
import { play } from './playback.ts'
import type { Recorded } from './read.ts'
import { bytesOf } from './revive.ts'

/** A line that was sent, without its end of line. */
export interface Spoken {
  readonly line: string
  /** Replies that its call has still to give away: each line takes those that are its own. */
  readonly replies: Uint8Array[]
  /** Why the call has failed. */
  readonly failed: string | undefined
}

function repliesOf({ reply, replies }: Exchange): Uint8Array[] {
  return [...(replies ?? (reply === undefined ? [] : [reply]))]
}

/** A reply without its end of line, as decoders get it. */
export function bare(reply: Uint8Array): Uint8Array {
  const end = reply.at(-1) === 10 ? (reply.at(-2) === 13 ? 2 : 1) : reply.at(-1) === 13 ? 1 : 0
  return reply.subarray(0, reply.length - end)
}

/**
 * Calls by calls; of those that pass bytes on, as a proxy does, what was read behind each write.
 *
 * @param end what ends lines, where it is not what the recorded connection was set to, as that of a proxy is not
 */
export function spoken(recording: Recorded, end: string | undefined): readonly Spoken[] {
  const eol = end ?? Buffer.from(bytesOf(recording.beginning.settings.writeEol)).toString('latin1')
  const all: Spoken[] = []
  const byCall = new Map<number, { readonly replies: Uint8Array[]; readonly lines: number[] }>()
  let last: Uint8Array[] = []
  for (const { turn, out, playback } of play(recording)) {
    if (turn.in === 'submit' && turn.request !== undefined && turn.stream === undefined) {
      const text = Buffer.from(bytesOf(turn.request)).toString('latin1')
      const replies: Uint8Array[] = []
      const lines = text.split(eol).filter((line) => line !== '')
      byCall.set(turn.call, { replies, lines: lines.map((line) => all.push({ line, replies, failed: undefined }) - 1) })
      last = replies
    }
    for (const [what, n, code] of out) {
      const call = byCall.get(Number(n))
      const exchange = playback.call(Number(n))
      if (what === 'done' && call !== undefined && exchange !== undefined) call.replies.push(...repliesOf(exchange))
      else if (what === 'done' && exchange?.framing !== undefined) last.push(...pieces(exchange))
      if (what !== 'failed') continue
      for (const i of call?.lines ?? []) all[i] = { ...(all[i] as Spoken), failed: String(code) }
    }
  }
  return all
}

/** A read that nobody has asked a reply with may hold several. */
function pieces(exchange: Exchange): Uint8Array[] {
  return repliesOf(exchange).flatMap((bytes) => {
    const text = Buffer.from(bytes).toString('latin1')
    return text.split(/(?<=\n)/).map((line) => Buffer.from(line, 'latin1'))
  })
}
