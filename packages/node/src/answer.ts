/** What the replies to one step of a driver come to. */
import type { Ask, NamedFraming } from '@sockio/core'

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
