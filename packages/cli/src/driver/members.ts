/** The members of a driver by the names that one types: `voltage`, `channel.1.scale`. */
import { didYouMean } from '@sockio/core'
import type { GroupDescription, Member, MemberDescription, Members } from '@sockio/instrument'
import { CommandError, exitCodes } from '../failure.ts'
import type { Driver } from './definition.ts'

export interface Named {
  readonly name: string
  readonly member: Member
  readonly description: MemberDescription
}

/** All of them, in the order of the definition. */
export function membersOf(driver: Driver): readonly Named[] {
  return group(driver.members as Members, driver.describe().members, '')
}

/** The description tells members from groups, so that the package itself need not be loaded: the driver has its own copy. */
function group(members: Members, descriptions: GroupDescription, prefix: string): readonly Named[] {
  return Object.entries(descriptions).flatMap(([key, description]) => {
    const name = prefix + key
    const value = members[key]
    if (isMember(description)) return [{ name, member: value as Member, description }]
    return group(value as Members, description, `${name}.`)
  })
}

const isMember = (description: MemberDescription | GroupDescription): description is MemberDescription =>
  typeof description.member === 'string'

/** That of the name. */
export function memberOf(driver: Driver, name: string): Named {
  const members = membersOf(driver)
  const found = members.find((each) => each.name === name)
  if (found !== undefined) return found
  const names = members.map((each) => each.name)
  const inside = names.filter((each) => each.startsWith(`${name}.`))
  const known =
    inside.length > 0 ? `; in it: ${inside.join(', ')}` : didYouMean(name, names) || `; known: ${names.join(', ')}`
  throw new CommandError(`the driver has no member "${name}"${known}`, exitCodes.usage)
}

/** Its value, where it has one to be asked for. */
export function valueOfMember({ name, description }: Named) {
  if ('value' in description) return description.value
  throw new CommandError(`${name} is ${article(description.member)}: it has no value`, exitCodes.usage)
}

export function article(kind: string): string {
  return `${/^[aeiou]/.test(kind) ? 'an' : 'a'} ${kind}`
}
