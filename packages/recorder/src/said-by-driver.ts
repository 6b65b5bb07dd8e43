/** What a driver says by itself, around what it is asked for: it will do so again, and has the replies to it. */
import type { Spoken } from './spoken.ts'

/** What of a member has more said than itself. */
export interface Manner {
  readonly get?: string
  readonly limits?: unknown
  readonly settles?: unknown
}

const EVENTS = '*ESR?'
const NOTE = '*OPC'
const DONE = '*OPC?'

/** The lines of each call, which have their replies in common. */
function calls(lines: readonly Spoken[]): Spoken[][] {
  const all: Spoken[][] = []
  for (const said of lines) {
    const last = all.at(-1)
    if (last !== undefined && last[0]?.replies === said.replies) last.push(said)
    else all.push([said])
  }
  return all
}

/** Lines without those that the driver says because of what its members are like, whose replies are taken away. */
export function withoutOwn(lines: readonly Spoken[], members: readonly Manner[], query: string | undefined): Spoken[] {
  const settles = (how: string) => members.some((member) => member.settles === how)
  const [polls, waits] = [settles('poll'), settles('opc')]
  const limited = members.flatMap(({ get, limits }) => (limits === undefined || get === undefined ? [] : [get]))
  return calls(lines).flatMap((call) => {
    const replies = call[0]?.replies ?? []
    const said = call.map(({ line }) => line)
    const without = (own: readonly string[]) => call.filter(({ line }) => !own.includes(line))
    if (said.length === 2 && limited.some((get) => said[0] === `${get} MIN` && said[1] === `${get} MAX`)) return []
    if (polls && said.length === 2 && said[0] === NOTE && said[1] === EVENTS) return [] // a look
    if (polls && said[0] === EVENTS && said.includes(NOTE)) {
      replies.shift()
      return without([EVENTS, NOTE])
    }
    if (waits && said.length > 1 && said.indexOf(DONE) > 0) {
      const behind = said.at(-1) === query ? 1 : 0
      if (replies.length > behind) replies.splice(-1 - behind, 1)
      return without([DONE])
    }
    return call
  })
}
