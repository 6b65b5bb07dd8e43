/** The configuration of a hub: its keys, and the error that names a wrong one. */
import {
  booleanRule,
  checkOptions,
  dialectRule,
  fields,
  isRegExp,
  limitRule,
  number,
  oneOf,
  type Rule,
  show,
} from '@sockio/core'
import { parseUrl } from '@sockio/node'
import { isDefinition, type SomeDefinition } from './definition-rules.ts'
import { textRule as text } from './given.ts'
import type { InstrumentSettings } from './instrument.ts'
import type { ListenSettings } from './listen.ts'
import { type NatsSettings, natsRule } from './nats/options.ts'

/** An instrument of a hub. */
export interface HubInstrument extends Omit<InstrumentSettings, 'definition'> {
  /** Façades: `127.0.0.1:7001`, `unix:run/psu1.sock`, or with what their clients may do. Default: none. */
  readonly listen?: readonly (string | number | ListenSettings)[] | undefined
  /** A definition of `@sockio/instrument`, or the module that exports it: rules for its members. */
  readonly definition?: string | SomeDefinition | undefined
}

/** What a hub is told. */
export interface HubSettings {
  /** By their names. */
  readonly instruments: Readonly<Record<string, HubInstrument>>
  /** Default: this machine only. */
  readonly nats?: NatsSettings | undefined
  /** The file that writes are logged in, a line of JSON for each. Default: none. */
  readonly audit?: string | undefined
  /** Where the figures, the status and its page are served, on loopback: `127.0.0.1:9400`. Default: nowhere. */
  readonly metrics?: string | number | undefined
}

const textOrPort: Rule = (value, name) =>
  typeof value === 'number' ? number(0, 65_535, true)(value, name) : text(value, name)
const list =
  (rule: Rule): Rule =>
  (value, name) => {
    if (!Array.isArray(value)) throw new TypeError(`${name}: expected a list, got ${show(value)}`)
    for (const [i, each] of value.entries()) rule(each, `${name}[${i}]`)
  }
const either =
  (test: (value: unknown) => boolean, one: Rule, other: Rule): Rule =>
  (value, name) =>
    test(value) ? one(value, name) : other(value, name)
const isObject = (value: unknown) => typeof value === 'object' && value !== null

/** A mapping with these keys, some of which it must have; an error says where it is. */
function mapping(rules: Readonly<Record<string, Rule>>, ...needed: readonly string[]): Rule {
  const known = fields(rules, 'key')
  return (value, name) => {
    try {
      known(value, name)
    } catch (error) {
      if (!(error instanceof Error) || !error.message.startsWith('unknown')) throw error
      throw new TypeError(`${name}: ${error.message}`)
    }
    for (const key of needed) {
      if (Reflect.get(value as object, key) == null) throw new TypeError(`${name}: the key "${key}" is needed`)
    }
  }
}

const expression: Rule = (value, name) => {
  if (isRegExp(value)) return
  text(value, name)
  try {
    new RegExp(value as string, 'i')
  } catch (error) {
    throw new TypeError(`${name}: ${error instanceof Error ? error.message : String(error)}`)
  }
}

const count = number(0, 100_000, true)
const framing: Rule = (value, name) => {
  mapping({
    until: text,
    exactly: number(1, 2 ** 30, true),
    some: () => undefined,
    idle: limitRule,
    block: () => undefined,
    line: () => undefined,
  })(value, name)
  const names = Object.keys(value as object)
  if (names.length !== 1) throw new TypeError(`${name}: expected one of until, exactly, some, idle, block, line`)
  const { block, some } = value as { block?: unknown; some?: unknown }
  if (block !== undefined && block !== true) dialectRule(block, `${name}.block`)
  if (some !== undefined && some !== true) number(1, 2 ** 30, true)(some, `${name}.some`)
}
const rule = mapping(
  {
    match: expression,
    replies: count,
    framing,
    priority: oneOf('high', 'normal'),
    maxAge: limitRule,
    timeout: limitRule,
    write: booleanRule,
  },
  'match',
)
const role = oneOf('read', 'full')
const secret = either(isObject, mapping({ file: text, env: text }), text)
const listener = either(
  isObject,
  mapping(
    {
      at: textOrPort,
      role,
      tokens: list(mapping({ token: secret, name: text, role }, 'token', 'name')),
      tls: mapping({ cert: text, key: text, ca: text }, 'cert', 'key'),
      insecure: booleanRule,
    },
    'at',
  ),
  textOrPort,
)
const options: Rule = (value, name) => {
  const own = isObject(value) ? Object.keys(value as object).find((key) => /^on[A-Z]/.test(key)) : undefined
  if (own !== undefined)
    throw new TypeError(`${name}.${own}: a hub takes no functions (for lines to send on each connection: init)`)
  try {
    const { redact, ...others } = Object(value) as { readonly redact?: unknown }
    if (typeof redact === 'string') expression(redact, 'redact')
    checkOptions(typeof redact === 'string' ? others : value)
  } catch (error) {
    throw prefixed(name, error)
  }
}
const definition: Rule = (value, name) => {
  if (!isDefinition(value)) text(value, name)
}
/** The rule of what an owner is told of its instrument. */
export const instrumentRule: Rule = mapping(
  {
    url: text,
    options,
    listen: list(listener),
    control: booleanRule,
    rules: list(rule),
    definition,
    blocks: booleanRule,
    stream: expression,
    init: list(text),
  },
  'url',
)
const instruments: Rule = (value, name) => {
  if (!isObject(value) || Array.isArray(value)) throw new TypeError(`${name}: expected a mapping, got ${show(value)}`)
  const all = Object.entries(value as object)
  if (all.length === 0) throw new TypeError(`${name}: there is none`)
  for (const [key, each] of all) {
    if (!/^[A-Za-z0-9_-]+$/.test(key)) {
      throw new TypeError(`${name}: expected a name of letters, digits, _ and -, got ${show(key)}`)
    }
    instrumentRule(each, `${name}.${key}`)
    const { url, options: { tls } = {}, listen = [], control = true } = each as HubInstrument
    if (!control && listen.some((own) => typeof own === 'object' && (own.tokens ?? []).length > 0)) {
      throw new TypeError(`${name}.${key}.control: tokens are told by ++token, which needs it`)
    }
    try {
      parseUrl(url, { tls })
    } catch (error) {
      throw prefixed(`${name}.${key}.url`, error)
    }
  }
}
const settings = mapping({ instruments, nats: natsRule, audit: text, metrics: textOrPort }, 'instruments')

function prefixed(name: string, error: unknown): Error {
  const message = `${name}: ${error instanceof Error ? error.message : String(error)}`
  return error instanceof RangeError ? new RangeError(message) : new TypeError(message)
}

/**
 * Is it the configuration of a hub?
 *
 * @throws {TypeError | RangeError} that says where it is wrong, and names the known key that an unknown one is nearest to
 */
export function checkSettings(value: unknown): asserts value is HubSettings {
  try {
    settings(value, '')
  } catch (error) {
    if (error instanceof Error) error.message = error.message.replace(/^(: |\.)/, '')
    throw error
  }
}
