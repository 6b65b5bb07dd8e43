/** Rules out of a definition of `@sockio/instrument`: what its members ask and tell owes what they say that it is answered with. */
import type { NamedFraming } from '@sockio/core'
import { type ReplyFraming, type Rule, rule } from './rules.ts'

/** A definition, as far as rules need it, whichever copy of that package made it. */
export interface SomeDefinition {
  readonly members: object
  /** How it finds errors; with a `query`, that is answered. */
  readonly checkErrors?: { readonly query?: string | undefined } | { readonly reply: RegExp } | undefined
}

/** What is read of a member: fields that those of each kind have, or not. */
interface SomeMember {
  readonly member?: unknown
  readonly get?: unknown
  readonly set?: unknown
  readonly send?: unknown
  readonly codec?: { readonly framing?: NamedFraming | undefined } | undefined
  readonly decoder?: { readonly framing?: NamedFraming | undefined } | undefined
  readonly answer?: string | { readonly framing?: NamedFraming | undefined } | undefined
  readonly timeout?: number | undefined
  readonly settles?: unknown
}

/** What is waited for until the instrument is done. */
const DONE = '*OPC?'

/** Is it a definition? */
export function isDefinition(value: unknown): value is SomeDefinition {
  return typeof value === 'object' && value !== null && typeof Reflect.get(value, 'members') === 'object'
}

/**
 * The rules of all its members. What takes arguments that no text shows is left to the default.
 *
 * @param timeout how long a message may take, in ms, where its member is not allowed more
 */
export function rulesOf({ members, checkErrors }: SomeDefinition, timeout: number): Rule[] {
  const all = membersOf(members)
  const longest = Math.max(0, ...all.map(({ settles, timeout: own = 0 }) => (settles === 'opc' ? own : 0)))
  const done = longest > timeout ? [{ ...asking(escaped(DONE), undefined, false), timeout: longest }] : []
  const query = checkErrors !== undefined && 'query' in checkErrors ? checkErrors.query : undefined
  const errors = query === undefined ? [] : [asking(escaped(query), undefined, false)]
  const own = all.flatMap((member) =>
    ofMember(member).map((rule) => ((member.timeout ?? 0) > timeout ? { ...rule, timeout: member.timeout } : rule)),
  )
  return [...done, ...own, ...errors]
}

function membersOf(group: object): SomeMember[] {
  return Object.values(group).flatMap((value: unknown) => {
    if (typeof value !== 'object' || value === null) return []
    return typeof (value as SomeMember).member === 'string' ? [value as SomeMember] : membersOf(value)
  })
}

function ofMember({ get, set, send, codec, decoder, answer }: SomeMember): Rule[] {
  const rules: Rule[] = []
  if (typeof get === 'string') rules.push(asking(escaped(get), (codec ?? decoder)?.framing, false))
  if (typeof set === 'string' && answer !== undefined) {
    rules.push(asking(set.split('{}').map(escaped).join('.*'), framingOf(answer), true))
  }
  if (typeof send === 'string' && answer !== undefined) rules.push(asking(escaped(send), framingOf(answer), true))
  return rules
}

function framingOf(answer: SomeMember['answer']): NamedFraming | undefined {
  return typeof answer === 'object' ? answer.framing : undefined
}

function asking(match: string, framing: NamedFraming | undefined, write: boolean): Rule {
  const own: ReplyFraming | undefined =
    framing === undefined || 'line' in framing || 'module' in framing ? undefined : framing
  return rule({ match: new RegExp(`^(?:${match})\\s*$`), replies: 1, write, ...(own && { framing: own }) })
}

function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&')
}
