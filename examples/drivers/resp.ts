/**
 * The replies of Redis, RESP2 (https://redis.io/docs/latest/develop/reference/protocol-spec): where one ends, and what it
 * is. A file of its own, since the thread in which a socket lives loads it too.
 */

/** Text, an integer, nothing, or several of them. */
export type Reply = string | number | undefined | readonly Reply[]

const LF = 10
const BULK = 0x24 // $5
const ARRAY = 0x2a // *2
const INTEGER = 0x3a // :7

const text = (bytes: Uint8Array, from: number, to: number) => new TextDecoder().decode(bytes.subarray(from, to))

/** Where the reply that begins at `at` ends; while it is not whole, minus the bytes that it lacks, at least one. */
function endOf(bytes: Uint8Array, at: number): number {
  const line = bytes.indexOf(LF, at) + 1
  if (line === 0) return -1
  const kind = bytes[at]
  if (kind !== BULK && kind !== ARRAY) return line
  const count = Number(text(bytes, at + 1, line - 2))
  if (!Number.isInteger(count)) throw new RangeError(`no length: ${text(bytes, at, line)}`)
  if (count < 0) return line
  if (kind === BULK) {
    const end = line + count + 2
    return end <= bytes.length ? end : bytes.length - end
  }
  let end = line
  for (let item = 0; item < count && end > 0; item++) end = endOf(bytes, end)
  return end
}

/** The reply that begins at `at` of whole ones, and where it ends. */
function read(bytes: Uint8Array, at: number): readonly [Reply, number] {
  const end = endOf(bytes, at)
  const line = bytes.indexOf(LF, at) + 1
  const head = text(bytes, at + 1, line - 2)
  switch (bytes[at]) {
    case INTEGER:
      return [Number(head), end]
    case BULK:
      return [head.startsWith('-') ? undefined : text(bytes, line, end - 2), end]
    case ARRAY: {
      const items: Reply[] = []
      let next = line
      for (let item = 0; item < Number(head); item++) {
        const [value, after] = read(bytes, next)
        items.push(value)
        next = after
      }
      return [items, end]
    }
    default:
      return [head, end]
  }
}

/** What a whole reply is. */
export const parse = (frame: Uint8Array): Reply => read(frame, 0)[0]

/** The framing. */
export default {
  end(bytes: Uint8Array, start: number): number {
    const end = endOf(bytes, start)
    return end < 0 ? end : end - start
  },
}
