/** What the link of a definition says of how its instrument speaks. */
import type { DeviceDefaults } from '../device.ts'
import { type ErrorCheckLike, type MemberLike, memberOf, type SimulatedDefinition } from './shape.ts'

/** An end of line, which may be given as bytes. */
export function endOf(eol: unknown): string | undefined {
  if (typeof eol === 'string') return eol
  return ArrayBuffer.isView(eol)
    ? Buffer.from(eol.buffer, eol.byteOffset, eol.byteLength).toString('latin1')
    : undefined
}

/** All members, of groups too. */
function all(members: object): MemberLike[] {
  return Object.values(members).flatMap((value) => {
    const member = memberOf(value)
    return member === undefined ? all(value) : [member]
  })
}

/** What is said to it: in UTF-8 or in bytes, with blocks or without. */
export function spokenTo({ members, link }: SimulatedDefinition<object>): Pick<DeviceDefaults, 'encoding' | 'blocks'> {
  const codecs = all(members).flatMap((member) => (member.member === 'property' ? [member.codec] : []))
  const blocks = codecs.some(({ framing }) => framing !== undefined && 'block' in framing)
  const latin1 = codecs.some((codec) => JSON.stringify(codec.describe()).includes('"latin1"'))
  const other = link.encoding !== undefined && link.encoding !== 'utf8' && link.encoding !== 'utf-8'
  return { encoding: blocks || latin1 || other ? 'latin1' : 'utf8', blocks }
}

/** What asks for the oldest error, where that is not what all instruments have. */
export function errorQueries({ members, checkErrors }: SimulatedDefinition<object>): string[] {
  const own = all(members).map((member) => ('checkErrors' in member ? member.checkErrors : undefined))
  return [...new Set([checkErrors, ...own].flatMap((each) => queryOf(each)))]
}

function queryOf(check: boolean | ErrorCheckLike | undefined): string[] {
  if (typeof check !== 'object' || 'reply' in check || check.query === undefined) return []
  return [check.query]
}
