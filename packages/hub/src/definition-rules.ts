/** Rules out of a definition of `@sockio/instrument`: what its members ask and tell owes what they say that it is answered with. */
import type { NamedFraming } from '@sockio/core'
import { type ReplyFraming, type Rule, rule } from './rules.ts'

/** A definition, as far as rules need it, whichever copy of that package made it. */
export interface SomeDefinition {
  readonly members: object
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
}

/** Is it a definition? */
export function isDefinition(value: unknown): value is SomeDefinition {
  return typeof value === 'object' && value !== null && typeof Reflect.get(value, 'members') === 'object'
}

/** The rules of all its members. What takes arguments that no text shows is left to the default. */
export function rulesOf({ members }: SomeDefinition): Rule[] {
  return Object.values(members).flatMap((member: unknown) => {
    if (typeof member !== 'object' || member === null) return []
    const { member: kind } = member as SomeMember
    return typeof kind === 'string' ? ofMember(member as SomeMember) : rulesOf({ members: member })
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
