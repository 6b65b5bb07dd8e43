/** How an instrument is asked whether it liked what it was told, and how its answer is read. */
import {
  type Complaint,
  type Decoder,
  fields,
  isRegExp,
  oneOf,
  Refused,
  type Rule,
  show,
  Undecodable,
} from '@sockio/core'
import { lineRule } from './line-rule.ts'

/** An instrument that keeps its errors in a queue, from the oldest on, and gives each once. */
export interface ErrorQueue {
  /** What asks for the oldest. Its reply begins with a number, 0 for none. Default `SYST:ERR?` (SCPI-99, volume 2, 21.8). */
  readonly query?: string | undefined
  /** `'separate'` writes the query when the command is out, for instruments that take one line at a time. Default `'together'`: in one piece. */
  readonly write?: 'together' | 'separate' | undefined
}

/** An instrument that says what it did not like in place of a reply. */
export interface ErrorReply {
  /**
   * A reply that matches says no, unless its group `number` is 0: `/^RPRT (?<number>-?\d+)/`, `/^-(?<text>.*)/`. The groups
   * `number` and `text` are those of the error; without the latter, the whole reply is its text.
   */
  readonly reply: RegExp
}

/** How errors are found. */
export type ErrorCheck = ErrorQueue | ErrorReply

const queue = fields(
  {
    query: lineRule,
    write: oneOf('together', 'separate'),
    reply: (value, name) => {
      if (!isRegExp(value)) throw new TypeError(`${name}: expected a RegExp, got ${show(value)}`)
    },
  },
  'option',
)

/** The rule of the option `checkErrors`. */
export const errorCheckRule: Rule = (value, name) => {
  if (typeof value === 'boolean') return
  if (typeof value !== 'object' || value === null)
    throw new TypeError(`${name}: expected a boolean, or an object that says how, got ${show(value)}`)
  queue(value, name)
}

/** What the option comes to; undefined: errors are not checked. */
export function errorCheck(option: boolean | ErrorCheck | undefined): ErrorCheck | undefined {
  if (option === true) return {}
  if (option === false || option === undefined) return undefined
  return isQueue(option) ? option : { reply: new RegExp(option.reply, option.reply.flags.replace(/[gy]/g, '')) } // which find no groups, or not each time
}

/** Is it a queue, which has to be asked? */
export function isQueue(check: ErrorCheck | undefined): check is ErrorQueue {
  return check !== undefined && !('reply' in check)
}

const SHOWN = 4096

/** Bytes as they are, one character each; in a loop, since to spread them takes many times as long. */
function asText(frame: Uint8Array): string {
  let text = ''
  const length = Math.min(frame.length, SHOWN)
  for (let i = 0; i < length; i++) text += String.fromCharCode(frame[i] ?? 0)
  return text
}

const WELL: Complaint = { number: 0, text: 'No error' }
const SIGN = 0x2b
const ZERO = 0x30
const COMMA = 0x2c

/** `+0,"No error"`, which nearly every set is answered with: a pattern takes many times as long. */
const isAllWell = (frame: Uint8Array) => frame[0] === SIGN && frame[1] === ZERO && frame[2] === COMMA

/** An entry of an error queue: `-222,"Data out of range;VOLT 99"`, `+0,"No error"`, `0`. */
export const entry: Decoder<Complaint> = {
  decode(frame) {
    if (isAllWell(frame)) return WELL
    const [, number, , text = ''] = /^\s*([+-]?\d+)\s*(,\s*(.*))?$/s.exec(asText(frame)) ?? []
    if (number === undefined) throw new Undecodable('the number of an error, and its text')
    const bare = text.trimEnd()
    const [, inside] = /^"(.*)"$/s.exec(bare) ?? []
    return { number: Number(number), text: inside?.replaceAll('""', '"') ?? bare }
  },
  describe: () => ({ kind: 'error' }),
}

/** A decoder that ends the call with an `InstrumentError` when the reply says no; of lines, as errors are. */
export function refusing<T>(decoder: Decoder<T>, check: ErrorCheck | undefined): Decoder<T> {
  if (check === undefined || isQueue(check)) return decoder
  return {
    framing: decoder.framing,
    describe: () => decoder.describe(),
    decode(frame) {
      const found = asText(frame).match(check.reply)
      if (found === null) return decoder.decode(frame)
      const { number, text = found[0] } = found.groups ?? {}
      if (number !== undefined && Number(number) === 0) return decoder.decode(frame)
      throw new Refused({ number: number === undefined ? undefined : Number(number), text })
    },
  }
}

/** The reply that acknowledges something, and no other. */
export function exactly(text: string): Decoder<void> {
  return {
    decode(frame) {
      if (asText(frame).trim() !== text) throw new Undecodable(show(text))
    },
    describe: () => ({ kind: 'answer', text }),
  }
}
