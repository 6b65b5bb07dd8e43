/** Takes apart what an instrument said to one question: Telnet options, echo, reply, end of line, prompt. Pure. */

import { isUtf8 } from 'node:buffer'

export interface Anatomy {
  /** Telnet commands among it, such as `WILL ECHO`. */
  readonly telnet: readonly string[]
  /** The question came back first; what ends it. */
  readonly echo: boolean
  readonly echoEnd: string
  /** How often the same reply came. */
  readonly copies: number
  readonly lines: number
  /** The reply itself, without its end. */
  readonly body: Buffer
  /** Its end of line; empty where there is none. */
  readonly end: string
  /** What stands behind that. */
  readonly rest: string
}

const IAC = 255
const VERBS: Readonly<Record<number, string>> = { 251: 'WILL', 252: "WON'T", 253: 'DO', 254: "DON'T" }
const OPTIONS: Readonly<Record<number, string>> = {
  0: 'BINARY',
  1: 'ECHO',
  3: 'SUPPRESS-GO-AHEAD',
  5: 'STATUS',
  24: 'TERMINAL-TYPE',
  31: 'NAWS',
  34: 'LINEMODE',
}

export interface Telnet {
  readonly options: readonly string[]
  /** What is left without them. */
  readonly bytes: Buffer
}

/** Negotiations of RFC 854: IAC, a verb, an option. */
export function withoutTelnet(heard: Buffer): Telnet {
  const options: string[] = []
  const kept: Buffer[] = []
  let from = 0
  for (let at = heard.indexOf(IAC); at >= 0; at = heard.indexOf(IAC, at + 1)) {
    const verb = VERBS[heard[at + 1] ?? 0]
    const option = heard[at + 2]
    if (verb === undefined || option === undefined) continue
    options.push(`${verb} ${OPTIONS[option] ?? option}`)
    kept.push(heard.subarray(from, at))
    at += 2
    from = at + 1
  }
  return { options, bytes: Buffer.concat([...kept, heard.subarray(from)]) }
}

/** CR, LF, NUL, ETX and EOT end lines. */
const ENDS: ReadonlySet<number> = new Set([13, 10, 0, 3, 4])

/** Where the last end of line of a text begins, and where it is over; both are its length where there is none. */
function lastEnd(text: string): readonly [from: number, to: number] {
  const isEnd = (at: number) => ENDS.has(text.charCodeAt(at))
  let to = text.length
  while (to > 0 && !isEnd(to - 1)) to--
  if (to === 0) return [text.length, text.length]
  let from = to
  while (from > 0 && isEnd(from - 1)) from--
  return [from, to]
}

/** @param query what was asked, without its end of line */
export function anatomy(query: string, heard: Buffer): Anatomy {
  const { options: telnet, bytes } = withoutTelnet(heard)
  const all = bytes.toString('latin1')
  const echo = all.startsWith(query)
  const behind = echo ? all.slice(query.length) : all
  const [echoEnd = ''] = (echo ? /^[\r\n]+/.exec(behind) : null) ?? []
  const text = behind.slice(echoEnd.length)
  const [at, to] = lastEnd(text)
  const end = text.slice(at, to)
  const parts = end === '' ? [text] : text.slice(0, at).split(end)
  const [first = ''] = parts
  const same = parts.length > 1 && first !== '' && parts.every((part) => part === first)
  return {
    telnet,
    echo,
    echoEnd,
    copies: same ? parts.length : 1,
    lines: same ? 1 : parts.length,
    body: Buffer.from(same ? first : text.slice(0, at), 'latin1'),
    end,
    rest: text.slice(to),
  }
}

/** What is said before anything is asked: so many lines, and what stands behind them. */
export function greeting(heard: Buffer): Greeted {
  const text = heard.toString('latin1')
  const parts = text.split(END)
  const [end = ''] = text.match(END)?.slice(-1) ?? []
  return { lines: parts.length - 1, end, rest: parts.at(-1) ?? '' }
}

const END = /\r\n|\n\r|\n|\r/g

export interface Greeted {
  readonly lines: number
  /** What ends the last of them. */
  readonly end: string
  readonly rest: string
}

/** Is it nothing but the question? */
export const isMirror = (query: string, heard: Buffer): boolean => {
  const { echo, body, rest } = anatomy(query, heard)
  return echo && body.length === 0 && rest === ''
}

/** No text has these. */
const CONTROL = /\p{Cc}/u

/** The encoding in which it is text; undefined where it is none. */
export function encodingOf(body: Buffer): 'utf8' | 'latin1' | undefined {
  const encoding = isUtf8(body) ? 'utf8' : 'latin1'
  return CONTROL.test(body.toString(encoding).replace(/[\t\r\n]/g, '')) ? undefined : encoding
}

/** The middle one of several. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[sorted.length >> 1] ?? Number.NaN
}
