/** What the replies to one step of a driver come to. */
import type { Ask, NamedFraming } from '@sockio/core'
import type { Decode } from './call.ts'
import { decoded, type FrameDecode } from './decode.ts'

const LINE: NamedFraming = { line: true }

/** Where its replies end. */
export function framingOf({ replies }: Ask): NamedFraming {
  return (replies.length === 1 ? replies[0]?.framing : undefined) ?? LINE
}

/** `look` is told of each frame before it is decoded, which may throw. */
export function answer(
  { replies, gives }: Ask,
  frames: readonly Uint8Array[],
  look: (frame: Uint8Array) => void = () => {},
): unknown {
  const values = replies.map((decoder, i) => {
    const frame = frames[i] ?? new Uint8Array(0)
    look(frame)
    return decoder.decode(frame)
  })
  return gives === 'values' ? values : gives === 'value' ? values[0] : undefined
}

/** What the exchange of a step comes to; `part` is what of each frame is for its decoder. Nearly all steps have one reply. */
export function answering(step: Ask, part: FrameDecode<Uint8Array>): Decode<unknown> {
  const { replies, gives } = step
  const [decoder] = replies
  if (decoder === undefined || replies.length > 1) {
    return (exchange) =>
      answer(step, exchange.replies?.map(part) ?? [], (frame) => {
        exchange.reply = frame // what the error shows
      })
  }
  const value = decoded(decoder, part)
  if (gives === 'value') return value
  return (exchange) => {
    const only = value(exchange)
    return gives === 'values' ? [only] : undefined
  }
}
