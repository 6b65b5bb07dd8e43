/** What an instrument has, as plain data: what is asked for, what is set, what is done. Nothing here does anything. */
import { type Codec, type Decoder, fields, isError, limitRule, oneOf, type Rule, type Steps, show } from '@sockio/core'
import { type ErrorCheck, errorCheckRule } from './error-check.ts'
import { lineRule } from './line-rule.ts'

/** The least and the greatest value. */
export interface Range {
  readonly min?: number | undefined
  readonly max?: number | undefined
}

/** When something that was sent counts as done: with the reply to `*OPC?` sent behind it, or when the event status, polled, says so. */
export type Settles = 'opc' | 'poll'

/** What belongs to a member, beside what it sends and reads. */
export interface MemberOptions {
  /** How long one use of it may take, in ms, where its caller does not say. Default: the connection's. */
  readonly timeout?: number | undefined
}

/** What belongs to a member that tells the instrument something; `T` is what its answer means. */
export interface TellingOptions<out T = unknown> extends MemberOptions {
  /**
   * When it counts as done. `'opc'` sends `*OPC?` behind it and waits for the reply: meanwhile nobody else is served.
   * `'poll'` sends `*OPC` and asks `*ESR?` every 50 ms: meanwhile others may use the instrument. Default: when it is sent,
   * or when the check of errors is answered.
   */
  readonly settles?: Settles | undefined
  /** Another check than that of the definition, or none: `false`. */
  readonly checkErrors?: boolean | ErrorCheck | undefined
  /**
   * What it is answered with: the reply that acknowledges it, in dialects that have one, `'OK'`, where any other is a
   * `DecodeError`; or what the reply means, which an action then gives. Default: no reply is read.
   */
  readonly answer?: string | Decoder<T> | undefined
}

/** Options of a property. */
export interface PropertyOptions extends TellingOptions {
  /** `'query'` asks the instrument for its limits, `VOLT? MIN` and `VOLT? MAX`, once per connection, before the first set. */
  readonly limits?: 'query' | undefined
}

/** A value that can be asked for and set. */
export interface Property<T> extends PropertyOptions {
  readonly member: 'property'
  /** What asks for it: `VOLT?`. */
  readonly get: string
  /** What sets it, with `{}` for the value: `VOLT {}`. */
  readonly set: string
  readonly codec: Codec<T>
  /** Within what the codec can write, what may be set. */
  readonly range?: Range | undefined
}

/** A value that can only be asked for. */
export interface Reading<T> extends MemberOptions {
  readonly member: 'reading'
  readonly get: string
  readonly decoder: Decoder<T>
}

/** Something that the instrument does, and the value of its answer, if it has one. */
export interface Action<in A extends readonly unknown[], out T = unknown> extends TellingOptions<T> {
  readonly member: 'action'
  /** What is sent, or what makes that of the arguments. */
  readonly send: string | ((...args: A) => string | Uint8Array)
}

/** Something that takes several steps. */
export interface Procedure<in A extends readonly unknown[], out T> {
  readonly member: 'procedure'
  readonly run: (...args: A) => Steps<T>
}

const KINDS = ['property', 'reading', 'action', 'procedure'] as const

/** Any of them, as far as that can be said without its types. */
export interface AnyMember {
  readonly member: (typeof KINDS)[number]
}

/** Members by their names, in groups as deep as the instrument has them. */
export interface Members {
  readonly [name: string]: AnyMember | Members
}

/** A member, of whichever type. */
export type Member =
  | Property<unknown>
  | Reading<unknown>
  | Action<readonly unknown[]>
  | Procedure<readonly unknown[], unknown>

/** The member, where it is one and no group of them. */
export function asMember(value: AnyMember | Members): Member | undefined {
  const kinds: readonly unknown[] = KINDS
  return kinds.includes(value?.member) ? (value as Member) : undefined
}

/** How a property is asked for and set, where that is not `HEADER?` and `HEADER value`. */
export interface Dialect {
  /** What asks for it: `'f'`. */
  readonly get: string
  /** What sets it, with `{}` for the value: `'F {}'`. */
  readonly set: string
  /** The reply that acknowledges a set: `'RPRT 0'`. Any other is a `DecodeError`. Default: no reply is read. */
  readonly answer?: string | Decoder<unknown> | undefined
}

const header: Rule = (value, name) => {
  lineRule(value, name)
  if (!/\?|\{\}/.test(String(value))) return
  throw new RangeError(`${name}: expected a header alone, "VOLT" for "VOLT?" and "VOLT {}", got ${show(value)}`)
}
const template: Rule = (value, name) => {
  lineRule(value, name)
  if (String(value).split('{}').length === 2) return
  throw new RangeError(`${name}: expected "{}" once, where the value stands, got ${show(value)}`)
}
const has = (value: unknown, ...methods: readonly string[]): boolean =>
  typeof value === 'object' &&
  value !== null &&
  methods.every((method) => typeof Reflect.get(value, method) === 'function')
const decodes: Rule = (value, name) => {
  if (!has(value, 'decode', 'describe')) {
    throw new TypeError(`${name}: expected a decoder, such as number(), got ${show(value)}`)
  }
}
const encodes: Rule = (value, name) => {
  if (!has(value, 'decode', 'describe', 'encode')) {
    throw new TypeError(`${name}: expected a codec, such as number(), got ${show(value)}`)
  }
}
const answer: Rule = (value, name) => (typeof value === 'string' ? lineRule : decodes)(value, name)
const isFunction: Rule = (value, name) => {
  if (typeof value !== 'function') throw new TypeError(`${name}: expected a function, got ${show(value)}`)
}

const memberRules = { timeout: limitRule }
const tellingRules = {
  ...memberRules,
  settles: oneOf('opc', 'poll'),
  checkErrors: errorCheckRule,
  answer,
}
const readingOptions = fields(memberRules, 'option')
const actionOptions = fields(tellingRules, 'option')
const propertyOptions = fields({ ...tellingRules, limits: oneOf('query') }, 'option')
const dialect = fields({ get: lineRule, set: template, answer }, 'field')

/** Whether a number could be written, if not this one. */
export function takesNumbers<T>(codec: Codec<T>): boolean {
  try {
    codec.encode(0 as T)
    return true
  } catch (error) {
    return !isError(error) || error.name !== 'TypeError'
  }
}

/** What is asked for behind a command, or in front of it, is answered in lines: so must it be. */
function checkSettles({ settles, answer }: TellingOptions): void {
  if (settles === undefined || typeof answer !== 'object' || answer.framing === undefined) return
  throw new TypeError(`options.answer: expected a decoder of a line beside settles: ${show(settles)}`)
}

/**
 * A value that can be asked for and set: `property('VOLT', number())` is asked for with `VOLT?` and set with `VOLT 5`. For
 * instruments that speak otherwise, say how: `property({ get: 'f', set: 'F {}', answer: 'RPRT 0' }, integer())`.
 *
 * @param how the SCPI header, or what asks for it and what sets it, each one line without its end
 * @param codec what the reply means, and how a value is written
 * @throws {TypeError | RangeError} that names the wrong argument or option
 */
export function property<T>(how: string | Dialect, codec: Codec<T>, options: PropertyOptions = {}): Property<T> {
  encodes(codec, 'codec')
  propertyOptions(options, 'options')
  if (options.limits !== undefined && !takesNumbers(codec))
    throw new TypeError('options.limits: expected a codec of numbers beside it: what else takes has no limits')
  checkSettles(typeof how === 'string' ? options : { ...options, ...how })
  if (typeof how === 'string') {
    header(how, 'header')
    return { member: 'property', get: `${how}?`, set: `${how} {}`, codec, ...options }
  }
  dialect(how, 'dialect')
  lineRule(how.get, 'get')
  template(how.set, 'set')
  return { member: 'property', ...how, codec, ...options }
}

/**
 * A value that can only be asked for, such as a measurement.
 *
 * @param query what asks for it: `MEAS:CURR?`
 * @param decoder what the reply means, and where it ends when it is no line
 * @throws {TypeError | RangeError} that names the wrong argument or option
 */
export function reading<T>(query: string, decoder: Decoder<T>, options: MemberOptions = {}): Reading<T> {
  lineRule(query, 'query')
  decodes(decoder, 'decoder')
  readingOptions(options, 'options')
  return { member: 'reading', get: query, decoder, ...options }
}

/**
 * Something that the instrument does; or a question with arguments, whose `answer` is what the reply means.
 *
 * @param send what is sent, or a function that makes it of its arguments: a line of text without its end, or bytes
 * @throws {TypeError | RangeError} that names the wrong argument or option
 * @example
 * const move = action((x: number, y: number) => `MOVE ${x},${y}`, { settles: 'opc' })
 * const marker = action((n: number) => `CALC:MARK${n}:Y?`, { answer: number({ unit: 'dB' }) })
 */
export function action<A extends readonly unknown[] = [], T = void>(
  send: string | ((...args: A) => string | Uint8Array),
  options: TellingOptions<T> = {},
): Action<A, T> {
  if (typeof send !== 'function') lineRule(send, 'send')
  actionOptions(options, 'options')
  checkSettles(options)
  return { member: 'action', send, ...options }
}

/**
 * Something that takes several steps and needs no other member. What needs the others is made with `extend`.
 *
 * @throws {TypeError} for what is no function
 */
export function procedure<A extends readonly unknown[], T>(run: (...args: A) => Steps<T>): Procedure<A, T> {
  isFunction(run, 'run')
  return { member: 'procedure', run }
}

/**
 * Members that an instrument has several times, once for each key: those of channels, of outputs.
 *
 * @throws {TypeError} for keys that are no array, and a `make` that is no function
 * @example
 * const channel = channels([1, 2], (n) => ({ scale: property(`CHAN${n}:SCAL`, number()) })) // psu.channel[1].scale
 */
export function channels<const Key extends string | number, M extends object>(
  keys: readonly Key[],
  make: (key: Key) => M,
): { readonly [K in Key]: M } {
  if (!Array.isArray(keys)) throw new TypeError(`keys: expected an array, got ${show(keys)}`)
  isFunction(make, 'make')
  return Object.fromEntries(keys.map((key) => [key, make(key)])) as { [K in Key]: M }
}
