/** What the replies to one step of a driver come to, whose decoders stay in the caller's thread. */
import { type Ask, type Settings, undecodable } from '@sockio/core'
import { answer } from '@sockio/node'
import type { Reading } from './decoding-asking.ts'
import { unpacked, unpackFrames } from './messages.ts'
import { Tell } from './protocol.ts'

/** What of a connection its errors show. */
export type Shown = Pick<Settings, 'address' | 'redact'>

/** A step, and how its lines are sent. */
export interface Asked {
  readonly step: Ask
  readonly request: Uint8Array
  readonly shown: Shown
}

/** What the frames come to. */
function decoded({ step, request, shown }: Asked, frames: readonly Uint8Array[]): unknown {
  let last = new Uint8Array(0)
  try {
    return answer(step, frames, (frame) => {
      last = frame as Uint8Array<ArrayBuffer>
    })
  } catch (thrown) {
    throw undecodable(shown, request, last, thrown)
  }
}

/** The values of the replies to a step. */
export function repliesTo(asked: Asked): Reading<unknown> {
  return ({ kind, body }) => {
    if (kind !== Tell.frames && kind !== Tell.value) return undefined
    const frames = kind === Tell.frames ? unpackFrames(body) : unpacked<Uint8Array[]>(body)
    return () => decoded(asked, frames)
  }
}
