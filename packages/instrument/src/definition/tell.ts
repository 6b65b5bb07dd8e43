/** From a member to the steps that are to be done, or to what makes them of its arguments: what does not depend on these is done once. */
import { isBytes, type Steps, show } from '@sockio/core'
import { boolean } from '../codecs/boolean.ts'
import { naming } from '../codecs/renamed.ts'
import { checked } from './checked.ts'
import { type ErrorCheck, errorCheck, exactly, isQueue, refusing } from './error-check.ts'
import { limitsOf, within } from './limits.ts'
import type { Action, Property, Reading, TellingOptions } from './members.ts'
import { overheard, settled } from './settled.ts'
import { ask, asStep, follow, type Run, type Telling } from './steps.ts'

const complete = boolean()

/** The check of a definition, or `'never'`: whatever its members say. */
export type Check = ErrorCheck | 'never' | undefined

/** The check of a member that may have its own. */
function checkOf(check: Check, own?: TellingOptions['checkErrors']): ErrorCheck | undefined {
  if (check === 'never') return undefined
  if (own === undefined || (own === true && check !== undefined)) return check
  return errorCheck(own)
}

/** What a property or a reading is asked with. */
export function asking({ get, timeout, ...member }: Property<unknown> | Reading<unknown>, check: Check): Run<unknown> {
  const decoder = member.member === 'property' ? member.codec : member.decoder
  return overheard(get, asStep({ lines: [get], replies: [refusing(decoder, checkOf(check))], timeout }, 'value'))
}

/** What sets a property. It throws what is wrong with the value. */
export function setting(path: string, property: Property<unknown>, check: Check): (value: unknown) => Run<void> {
  const { codec, limits, settles } = property
  const checkWithin = within(path, property.range ?? {}, codec)
  const line = filling(property.set)
  const tell = telling(property, check, 'nothing') as (line: string | Uint8Array) => Run<void>
  return (value) => {
    checkWithin(value)
    const run = tell(line(naming(path, () => codec.encode(value))))
    if (limits === undefined) return run
    const known = () => withinLimits(path, property, value, run)
    return settles === 'poll' ? known : { step: 'together', run: known }
  }
}

/** What does what an action does, and gives what its answer means. It throws what its function throws. */
export function acting(
  path: string,
  action: Action<readonly unknown[]>,
  check: Check,
): (args: readonly unknown[]) => Run<unknown> {
  const { send, answer } = action
  const tell = telling(action, check, answer === undefined ? 'nothing' : 'value')
  return (args) => {
    const line: unknown = typeof send === 'function' ? send(...args) : send
    if (typeof line === 'string' || isBytes(line)) return tell(line)
    throw new TypeError(`${path}: expected its function to give a string or bytes, got ${show(line)}`)
  }
}

function* withinLimits(path: string, property: Property<unknown>, value: unknown, run: Run<void>): Steps<void> {
  within(path, yield* limitsOf(property), property.codec)(value)
  yield* follow(run)
}

/** What puts a value into its place. Bytes, such as a block, have no text that they could be put into. */
function filling(template: string): (value: string | Uint8Array) => string | Uint8Array {
  const [before = '', after = ''] = template.split('{}')
  return (value) => {
    if (typeof value === 'string') return before + value + after
    const bytes = new Uint8Array(before.length + value.length + after.length)
    const write = (text: string, at: number) => {
      for (let i = 0; i < text.length; i++) bytes[at + i] = text.charCodeAt(i)
    }
    write(before, 0)
    bytes.set(value, before.length)
    write(after, before.length + value.length)
    return bytes
  }
}

/** The values of the replies in front of that to the check. */
const withoutCheck = (values: readonly unknown[]) => values.slice(0, -1)
const firstOf = ([value]: readonly unknown[]) => value
const nothing = () => undefined

/** What tells the instrument a line, and finds out whether it liked that, and when it is done, as member and definition want. */
function telling(
  options: TellingOptions,
  otherwise: Check,
  gives: 'nothing' | 'value',
): (line: string | Uint8Array) => Run<unknown> {
  const { settles, timeout, answer, checkErrors } = options
  const check = checkOf(otherwise, checkErrors)
  const decoder = typeof answer === 'string' ? exactly(answer) : answer
  const replies = decoder === undefined ? [] : [refusing(decoder, check)]
  if (settles === 'poll') {
    const tell = (all: Telling): Run<readonly unknown[]> =>
      isQueue(check) ? checked({ telling: all, queue: check, give: withoutCheck }) : () => ask(all)
    return (line) => () => first(settled({ lines: [line], replies, timeout }, tell), gives)
  }
  const completed = [...replies, complete]
  const plain = (line: string | Uint8Array): Telling => ({ lines: [line], replies, timeout })
  const opc = (line: string | Uint8Array): Telling => {
    return { lines: [line, '*OPC?'], replies: completed, blamed: [line], timeout }
  }
  const all = settles === 'opc' ? opc : plain
  if (!isQueue(check)) return (line) => asStep(all(line), gives)
  const give = gives === 'value' ? firstOf : nothing
  return (line) => checked({ telling: all(line), queue: check, give })
}

/** A function of its own: a generator made for each call would cost more than all its steps. */
function* first(steps: Steps<readonly unknown[]>, gives: 'nothing' | 'value'): Steps<unknown> {
  const values = yield* steps
  return gives === 'value' ? firstOf(values) : undefined
}
