/** A definition as JSON. */
import { type Description, isBytes } from '@sockio/core'
import type { ErrorCheck } from './error-check.ts'
import { narrower } from './limits.ts'
import { asMember, type Member, type Members, type Range, type Settles } from './members.ts'

/** What a member is. */
export type MemberDescription =
  | {
      readonly member: 'property'
      readonly get: string
      readonly set: string
      readonly value: Description
      readonly settles?: Settles
      /** The instrument is asked for its limits. */
      readonly limits?: 'query'
    }
  | { readonly member: 'reading'; readonly get: string; readonly value: Description }
  | {
      readonly member: 'action'
      readonly send?: string
      readonly parameters: number
      /** What it gives, where it gives anything. */
      readonly value?: Description
      readonly settles?: Settles
    }
  | { readonly member: 'procedure'; readonly parameters: number }

/** What the members of a group are. */
export interface GroupDescription {
  readonly [name: string]: MemberDescription | GroupDescription
}

/** What an instrument has. */
export interface DefinitionDescription {
  readonly members: GroupDescription
  readonly link: object
  readonly checkErrors: { readonly query?: string; readonly write?: string; readonly reply?: string } | false
}

/** All of it as plain data. */
export function described(
  members: Members,
  { link, checkErrors }: { readonly link: object; readonly checkErrors: ErrorCheck | undefined },
): DefinitionDescription {
  return { members: group(members), link: plainLink(link), checkErrors: check(checkErrors) }
}

/** JSON has neither Infinity nor bytes. */
function plainLink(link: object): object {
  const plain = (value: unknown) => {
    if (value === Number.POSITIVE_INFINITY) return 'Infinity'
    return isBytes(value) ? [...value] : value
  }
  return Object.fromEntries(Object.entries(link).map(([name, value]) => [name, plain(value)]))
}

function check(option: ErrorCheck | undefined): DefinitionDescription['checkErrors'] {
  if (option === undefined) return false
  if ('reply' in option) return { reply: option.reply.source }
  const { query = 'SYST:ERR?', write = 'together' } = option
  return { query, write }
}

function group(members: Members): GroupDescription {
  const all = Object.entries(members).map(([name, value]) => {
    const member = asMember(value)
    return [name, member === undefined ? group(value as Members) : one(member)] as const
  })
  return Object.fromEntries(all)
}

function one(member: Member): MemberDescription {
  switch (member.member) {
    case 'property': {
      const { get, set, codec, range, settles, limits } = member
      return {
        member: 'property',
        get,
        set,
        value: within(codec.describe(), range),
        ...(settles === undefined ? {} : { settles }),
        ...(limits === undefined ? {} : { limits }),
      }
    }
    case 'reading':
      return { member: 'reading', get: member.get, value: member.decoder.describe() }
    case 'action': {
      const { send, answer, settles } = member
      return {
        member: 'action',
        ...(typeof send === 'string' ? { send, parameters: 0 } : { parameters: send.length }),
        ...(typeof answer === 'object' ? { value: answer.describe() } : {}),
        ...(settles === undefined ? {} : { settles }),
      }
    }
    case 'procedure':
      return { member: 'procedure', parameters: member.run.length }
  }
}

function within(value: Description, range: Range = {}): Description {
  return { ...value, ...narrower({ min: value.min, max: value.max }, range) }
}
