/** What passed on each connection of a recording, in its order: what an instrument must be sent, and what it says to that. */
import { play } from './playback.ts'
import type { Recorded } from './read.ts'
import { bytesOf } from './revive.ts'

/** Something that passed, at a time in µs. */
export type Act =
  /** `hidden`: its asterisks may stand for anything. */
  | { readonly kind: 'sent'; readonly at: number; readonly bytes: Uint8Array; readonly hidden: boolean }
  | { readonly kind: 'received'; readonly at: number; readonly bytes: Uint8Array }
  | { readonly kind: 'closed'; readonly at: number; readonly how: 'end' | 'reset' }

/** One connection, from when it was made, in µs. */
export interface Conversation {
  readonly at: number
  readonly acts: readonly Act[]
}

/** All that were made, the first first. */
export function conversations(recording: Recorded): readonly Conversation[] {
  const all: { readonly at: number; readonly acts: Act[] }[] = []
  const byEpoch = new Map<number, Act[]>()
  const begin = (epoch: number, at: number) => {
    const acts: Act[] = []
    all.push({ at, acts })
    byEpoch.set(epoch, acts)
  }
  const { beginning } = recording
  if (beginning.link?.state === 'ready') begin(Number(beginning.link.epoch), beginning.t)
  const playing = play(recording, (_, { link }) => ({ epoch: link.epoch, leaving: link.state === 'closing' }))
  for (const { turn, written, before, playback } of playing) {
    const at = turn.t
    const { epoch, leaving } = before // who has said goodbye himself is not left by the instrument
    if (turn.in === 'connected' && turn.epoch === epoch) begin(epoch, at)
    const acts = byEpoch.get('epoch' in turn ? turn.epoch : epoch)
    if (acts !== undefined && !isClosed(acts) && !leaving) {
      if (turn.in === 'received') acts.push({ kind: 'received', at, bytes: bytesOf(turn.bytes) })
      if (turn.in === 'eof') acts.push({ kind: 'closed', at, how: 'end' })
      if (turn.in === 'lost' && turn.error !== undefined && turn.epoch === epoch)
        acts.push({ kind: 'closed', at, how: 'reset' })
      if (turn.in === 'unwritten') acts.pop()
    }
    const now = byEpoch.get(epoch)
    for (const bytes of written) now?.push({ kind: 'sent', at, bytes, hidden: playback.isHidden(bytes) })
  }
  return all
}

function isClosed(acts: readonly Act[]): boolean {
  return acts.at(-1)?.kind === 'closed'
}
