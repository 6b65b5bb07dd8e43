/** A name and a text, as what is to be set. */
import { CommandError, exitCodes } from '../failure.ts'
import { article, type Named } from './members.ts'
import { parseValue } from './value.ts'

/** A name and the value for it, checked as far as that can be done here. */
export interface Setting {
  readonly named: Named
  readonly value: unknown
}

export function settingOf(named: Named, text: string): Setting {
  const { name, member, description } = named
  if (member.member !== 'property' || !('value' in description)) {
    throw new CommandError(`${name} is ${article(member.member)}: it can't be set`, exitCodes.usage)
  }
  return { named, value: parseValue(name, text, member.codec, description.value) }
}
