/** From a member and its arguments to the steps that are to be done. */
import { isBytes, type Steps, show } from '@sockio/core'
import { boolean } from '../codecs/boolean.ts'
import { naming } from '../codecs/renamed.ts'
import { checked } from './checked.ts'
import { type ErrorCheck, errorCheck, exactly, isQueue, refusing } from './error-check.ts'
import { checkWithin, limitsOf } from './limits.ts'
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

/** Sets a property. Throws what is wrong with the value. */
export function setting(path: string, property: Property<unknown>, value: unknown, check: Check): Run<void> {
  const { codec, range = {}, limits, set } = property
  checkWithin(path, value, range, codec)
  const line = filled(
    set,
    naming(path, () => codec.encode(value)),
  )
  const run = telling(property, line, check, 'nothing') as Run<void>
  if (limits === undefined) return run
  const known = () => withinLimits(path, property, value, run)
  return property.settles === 'poll' ? known : { step: 'together', run: known }
}

/** Does what an action does, and gives what its answer means. Throws what its function throws. */
export function acting(
  path: string,
  action: Action<readonly unknown[]>,
  args: readonly unknown[],
  check: Check,
): Run<unknown> {
  const { send } = action
  const line: unknown = typeof send === 'function' ? send(...args) : send
  if (typeof line === 'string' || isBytes(line))
    return telling(action, line, check, action.answer === undefined ? 'nothing' : 'value')
  throw new TypeError(`${path}: expected its function to give a string or bytes, got ${show(line)}`)
}

function* withinLimits(path: string, property: Property<unknown>, value: unknown, run: Run<void>): Steps<void> {
  checkWithin(path, value, yield* limitsOf(property), property.codec)
  yield* follow(run)
}

/** The value in its place. Bytes, such as a block, have no text that they could be put into. */
function filled(template: string, value: string | Uint8Array): string | Uint8Array {
  const [before = '', after = ''] = template.split('{}')
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

/** The values of the replies in front of that to the check. */
const withoutCheck = (values: readonly unknown[]) => values.slice(0, -1)
const firstOf = ([value]: readonly unknown[]) => value
const nothing = () => undefined

/** Tells the instrument a line, and finds out whether it liked that, and when it is done, as member and definition want. */
function telling(
  options: TellingOptions,
  line: string | Uint8Array,
  otherwise: Check,
  gives: 'nothing' | 'value',
): Run<unknown> {
  const { settles, timeout, answer, checkErrors } = options
  const check = checkOf(otherwise, checkErrors)
  const decoder = typeof answer === 'string' ? exactly(answer) : answer
  const plain: Telling = {
    lines: [line],
    replies: decoder === undefined ? [] : [refusing(decoder, check)],
    timeout,
  }
  const tell = (all: Telling): Run<readonly unknown[]> => {
    if (isQueue(check)) return { step: 'together', run: () => checked(all, check, withoutCheck) }
    return () => ask(all)
  }
  if (settles === 'poll') return () => first(settled(plain, tell), gives)
  const { lines, replies } = plain
  const all: Telling =
    settles === 'opc' ? { lines: [...lines, '*OPC?'], replies: [...replies, complete], blamed: lines, timeout } : plain
  if (!isQueue(check)) return asStep(all, gives)
  return { step: 'together', run: () => checked(all, check, gives === 'value' ? firstOf : nothing) }
}

/** A function of its own: a generator made for each call would cost more than all its steps. */
function* first(steps: Steps<readonly unknown[]>, gives: 'nothing' | 'value'): Steps<unknown> {
  const values = yield* steps
  return gives === 'value' ? firstOf(values) : undefined
}
