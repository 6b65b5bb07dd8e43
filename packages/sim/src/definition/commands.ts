/** What a client may say to an instrument of a definition, and what that does. */
import { isPromise } from '../perform.ts'
import type { Answer, Reply } from '../reply.ts'
import { ScpiError } from '../scpi/scpi-error.ts'
import { type ActionLine, actionLine } from './action-line.ts'
import { initialOf } from './initial.ts'
import { type ActionLike, isCodec, type MemberLike, memberOf, type PropertyLike, type ReadingLike } from './shape.ts'
import { decoderOf, type State } from './state.ts'
import { heardValue, replyOf, toldLimit } from './wire.ts'

/** A request, and what it does. */
export interface Command {
  /** What stands before its parameters. */
  readonly begins: string
  /** What stands behind them. */
  readonly ends: string
  /** `'none'`; `'behind'` a blank, if at all; or there, `'between'` beginning and end. */
  readonly parameters: 'none' | 'behind' | 'between'
  /** The header, of a request as SCPI has them. */
  readonly header: string | undefined
  /** Where the member is that it belongs to. */
  readonly path: string
  /** @param parameters as they were sent, a character for each byte */
  run(parameters: string, suffixes: readonly number[]): Answer
}

export interface CommandContext {
  readonly state: State
  readonly models: ReadonlyMap<string, unknown>
}

/** Those of all members. */
export function commandsOf(members: object, context: CommandContext, prefix = ''): Command[] {
  return Object.entries(members).flatMap(([name, value]) => {
    const member = memberOf(value)
    return member === undefined ? commandsOf(value, context, `${prefix}${name}.`) : one(member, prefix + name, context)
  })
}

function one(member: MemberLike, path: string, context: CommandContext): Command[] {
  switch (member.member) {
    case 'property':
      return [asking(member, path, context.state), setting(member, path, context.state)]
    case 'reading':
      return [asking(member, path, context.state)]
    case 'action':
      return acting(member, path, context)
    case 'procedure':
      return [] // it is made of the others
  }
}

function asking(member: PropertyLike<unknown> | ReadingLike<unknown>, path: string, state: State): Command {
  const { get } = member
  const scpi = get.endsWith('?') && (member.member === 'reading' || isScpi(member))
  return {
    begins: get,
    ends: '',
    parameters: 'behind',
    header: scpi ? get : undefined,
    path,
    run(parameters) {
      if (parameters === '') return replyOf(decoderOf(member), state.get(member))
      const limit = member.member === 'property' ? toldLimit(member, parameters) : undefined
      if (limit === undefined) throw new ScpiError(-108)
      return replyOf(decoderOf(member), limit)
    },
  }
}

/** Is it asked for with `HEADER?`, and set with `HEADER value`? */
function isScpi({ get, set }: PropertyLike<unknown>): boolean {
  return set === `${get.slice(0, -1)} {}`
}

function setting(member: PropertyLike<unknown>, path: string, state: State): Command {
  const [begins = '', ends = ''] = member.set.split('{}')
  const answer = answerOf(member, path)
  return {
    begins,
    ends,
    parameters: 'between',
    header: member.get.endsWith('?') && isScpi(member) ? member.get.slice(0, -1) : undefined,
    path,
    run(parameters) {
      state.set(member, heardValue(member, parameters))
      return answer
    },
  }
}

function acting(member: ActionLike, path: string, { state, models }: CommandContext): Command[] {
  const line = actionLine(member)
  const model = models.get(path)
  if (line === undefined) {
    if (model === undefined) return []
    throw new TypeError(
      `models.${path}: what the action begins with depends on its arguments, so that nobody can tell it`,
    )
  }
  const { answer } = member
  if (typeof model !== 'function') {
    const same = answerOf(member, path)
    return [command(line, path, () => same)]
  }
  // Of an action that asks, what its model comes to is the answer.
  const told = (value: unknown): Reply =>
    value === undefined || answer === undefined || typeof answer === 'string'
      ? answerOf(member, path)
      : replyOf(answer, value)
  const run = (parameters: string, suffixes: readonly number[]) => {
    const given = parameters === '' ? [] : parameters.split(',').map((each) => each.trim())
    const done: unknown = model(state.values, ...suffixes.map(String), ...given)
    return isPromise(done) ? done.then(told) : told(done)
  }
  return [command(line, path, run)]
}

function command(line: ActionLine, path: string, run: Command['run']): Command {
  return { begins: line.header, ends: '', parameters: line.exact ? 'none' : 'behind', header: line.header, path, run }
}

/** What acknowledges a request, in dialects that do so. */
function answerOf({ answer }: PropertyLike<unknown> | ActionLike, path: string): Reply {
  if (answer === undefined || typeof answer === 'string') return answer
  const value = isCodec(answer) ? initialOf(answer.describe()) : undefined
  if (value === undefined) throw new TypeError(`${path}: what answers it is not known, since its decoder only reads`)
  return replyOf(answer, value)
}
