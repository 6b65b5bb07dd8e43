/** What a program may give a hub and its owners, besides a configuration; each error names what is wrong. */
import { fields, isBytes, number, objectRule, oneOf, type Rule, show } from '@sockio/core'
import type { Guest, LineTaker, OneShotOptions } from './contract.ts'

export const textRule: Rule = (value, name) => {
  if (typeof value !== 'string') throw new TypeError(`${name}: expected a text, got ${show(value)}`)
  if (value === '') throw new RangeError(`${name}: it is empty`)
}

export const functionRule: Rule = (value, name) => {
  if (typeof value !== 'function') throw new TypeError(`${name}: expected a function, got ${show(value)}`)
}

/** An object with these methods, of whatever make. */
export function withMethods(...methods: readonly string[]): Rule {
  return (value, name) => {
    objectRule(value, name)
    for (const method of methods) functionRule(Reflect.get(value as object, method), `${name}.${method}`)
  }
}

const guestMethods = withMethods('send', 'pause', 'resume', 'closed')
const takerMethods = withMethods('line', 'closed')
const hearing = fields(
  { overflow: oneOf('dropOldest', 'latest', 'error'), limit: number(1, Number.POSITIVE_INFINITY, true) },
  'option',
)

export function checkGuest(guest: Guest): void {
  guestMethods(guest, 'guest')
  textRule(guest.name, 'guest.name')
}

export function checkTaker(taker: LineTaker, options: unknown): void {
  takerMethods(taker, 'taker')
  if (options !== undefined) hearing(options, 'options')
}

export function checkOneShot(message: unknown, options: OneShotOptions): void {
  if (typeof message !== 'string' && !isBytes(message)) {
    throw new TypeError(`message: expected a string or a Uint8Array, got ${show(message)}`)
  }
  objectRule(options, 'options')
  textRule(options.client, 'options.client')
}
