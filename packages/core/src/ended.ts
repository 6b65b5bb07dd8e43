/** Is a request whole, as instruments of lines see it? */

const LF = 10
const CR = 13

/** Does it end with `eol`, or with a CR or LF, which most instruments take for one whatever was agreed? */
export function ended(request: Uint8Array, eol: Uint8Array): boolean {
  const last = request[request.length - 1]
  if (last === LF || last === CR) return true
  const from = request.length - eol.length
  return from >= 0 && eol.every((byte, i) => request[from + i] === byte)
}
