/** The talk by the names of a driver: `voltage` asks, `voltage 5` sets, `move 1 2` does. */
import type { TCP } from '@sockio/aio'
import type { Driver } from '../driver/definition.ts'
import { tableOf } from '../driver/describe.ts'
import { membersOf, type Named } from '../driver/members.ts'
import { type CallOptions, DriverSession } from '../driver/session.ts'
import { settingOf } from '../driver/setting.ts'
import { shownValue } from '../driver/value.ts'
import { CommandError } from '../failure.ts'

/** How a line is begun that means a member. */
const LINE = /^([A-Za-z_$][\w$.]*)(?:\s*=\s*|\s+|$)(.*)$/

export class DriverTalk {
  readonly #members: readonly Named[]
  readonly #session: DriverSession

  constructor(driver: Driver, sock: TCP) {
    this.#members = membersOf(driver)
    this.#session = new DriverSession(driver, sock)
  }

  /** Is the line for the driver, and not for the instrument itself? */
  understands(line: string): boolean {
    return this.#named(line) !== undefined
  }

  /** Does what the line says; what comes of it, if anything. */
  async say(line: string, options: CallOptions): Promise<string | undefined> {
    const named = this.#named(line)
    if (named === undefined) throw new CommandError(`the driver does not know "${line}"`)
    const [, , rest = ''] = LINE.exec(line) ?? []
    const { description } = named
    if (!('value' in description)) {
      const words = rest.split(/[\s,]+/).filter(Boolean)
      const { signal } = options
      // A limit is for a reply: a procedure takes as long as it takes.
      const own = description.member === 'procedure' ? { signal } : options
      const result = await this.#session.run(named, words.map(argument), own)
      return result === undefined ? undefined : shownValue(result)
    }
    if (rest === '') return shownValue(await this.#session.get(named, options), description.value.unit)
    await this.#session.set(named, settingOf(named, rest).value, options)
    return undefined
  }

  /** What members there are whose names begin so. */
  table(begun: string): string {
    const found = this.#members.filter(({ name }) => name.startsWith(begun))
    if (found.length === 0) throw new CommandError(`the driver has no member "${begun}"`)
    return tableOf(found)
  }

  /** What the line may become. */
  completions(line: string): string[] {
    const named = this.#named(line)
    if (named === undefined || !/[\s=]/.test(line)) return this.#members.map(({ name }) => name)
    const [word = ''] = /^\S+\s*=?\s*/.exec(line) ?? []
    return valuesOf(named).map((value) => word + value)
  }

  #named(line: string): Named | undefined {
    const [, word] = LINE.exec(line) ?? []
    return this.#members.find(({ name }) => name === word)
  }
}

/** The choices; of numbers, the bounds. */
function valuesOf({ description }: Named): string[] {
  if (description.member !== 'property') return []
  const { choices, kind, min, max } = description.value
  if (choices !== undefined) return [...choices]
  if (kind === 'boolean') return ['false', 'true']
  return [min, max].filter((bound) => bound !== undefined).map(String)
}

/** A number where it looks like one. */
function argument(text: string): string | number {
  return Number.isNaN(Number(text)) ? text : Number(text)
}
