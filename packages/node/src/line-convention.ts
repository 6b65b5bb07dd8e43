/** What lines end with, and what follows from that: made once for all connections in a row that have the same, as most of a program have. */
import { type Encoding, type Framing, line, optionTable } from '@sockio/core'
import type { Decode } from './call.ts'
import { asBuffer, asText, type FrameDecode, type LineEnd, single, withoutEnd } from './decode.ts'

export class LineConvention {
  readonly end: LineEnd
  readonly framing: Framing
  /** The only reply, as the text of a line. */
  readonly oneText: Decode<string>
  /** The bytes of a line. */
  readonly bare: FrameDecode<Buffer>

  constructor(end: LineEnd, encoding: Encoding) {
    this.end = end
    this.framing = line(end.eol)
    this.oneText = single(asText(encoding, end))
    this.bare = withoutEnd(end)
  }
}

let last: { readonly eol: string | undefined; readonly encoding: Encoding; readonly lines: LineConvention } | undefined

/** That of lines which end so; by default with what most instruments send, be it LF or CR LF. */
export function lineConvention(eol: string | Uint8Array | undefined, encoding: Encoding): LineConvention {
  if (typeof eol === 'object') return new LineConvention({ eol: asBuffer(eol), cr: Buffer.alloc(0) }, encoding) // bytes may change
  if (last?.eol !== eol || last?.encoding !== encoding) {
    const end = {
      eol: Buffer.from(eol ?? optionTable.eol.default, encoding),
      cr: Buffer.from(eol === undefined ? '\r' : '', encoding),
    }
    last = { eol, encoding, lines: new LineConvention(end, encoding) }
  }
  return last.lines
}
