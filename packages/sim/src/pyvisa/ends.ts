/** Where requests and replies end: of the interface that a device is played as, or of the one most like a TCP socket. */
import type { Entry } from './entry.ts'
import { wireText } from './wire-text.ts'

export interface Ends {
  readonly eol: string
  /** `''`: none. */
  readonly replyEol: string
}

/** A terminal server passes on what a serial instrument says. */
const LIKELY = ['TCPIP SOCKET', 'ASRL INSTR', 'TCPIP INSTR']
const LINE_FEED: Ends = { eol: '\n', replyEol: '\n' }

/** @param type that of the resource, where one is meant: without an `eom` of its own it ends with LF, as in pyvisa-sim */
export function readEnds(device: Entry, type: string | undefined): Ends {
  const all = device.mapping().get('eom')?.mapping() ?? new Map<string, Entry>()
  const ends = new Map([...all].map(([key, entry]) => [key.toUpperCase().trim(), readPair(entry)]))
  if (type !== undefined) return ends.get(type) ?? LINE_FEED
  for (const likely of LIKELY) {
    const found = ends.get(likely)
    if (found !== undefined) return found
  }
  const [first = LINE_FEED] = ends.values()
  return first
}

function readPair(entry: Entry): Ends {
  const fields = entry.fields(['q', 'r'])
  const query = fields.need('q')
  const eol = wireText(query)
  if (eol === '') throw query.wrong('an end of line, for TCP knows none')
  const reply = fields.get('r')
  return { eol, replyEol: reply === undefined ? '' : wireText(reply) }
}
