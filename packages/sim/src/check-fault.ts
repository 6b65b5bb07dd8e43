/** What each kind of fault may say: one table, for the builders and for faults written by hand. */

import { type Check, checkFields, checkInteger, checkMs, checkText, checkWord, shown } from './check.ts'
import type { Fault } from './fault.ts'
import { didYouMean } from './nearest.ts'
import { isRegExp } from './realm.ts'

const atLeast =
  (min: number): Check =>
  (name, value) =>
    checkInteger(name, value, min)

const kind: Check = () => undefined
const TRIGGER: Readonly<Record<string, Check>> = {
  match(name, value) {
    if (typeof value !== 'string' && !isRegExp(value)) {
      throw new TypeError(`${name} must be a string or a RegExp, not ${shown(value)}`)
    }
  },
  every: atLeast(1),
  times: atLeast(1),
}

const FIELDS: Readonly<Record<Fault['kind'], Readonly<Record<string, Check>>>> = {
  refuse: { kind },
  delay: { kind, ms: checkMs, ...TRIGGER },
  silence: { kind, ...TRIGGER },
  dropAfter: { kind, bytes: atLeast(0), ...TRIGGER },
  reset: { kind, after: atLeast(0), ...TRIGGER },
  close: { kind, ...TRIGGER },
  halfOpen: { kind },
  stall: { kind },
  split: { kind, size: atLeast(1) },
  garbage: {
    kind,
    bytes: atLeast(1),
    seed: (name, value) => checkInteger(name, value, Number.MIN_SAFE_INTEGER),
    where: (name, value) => checkWord(name, value, ['instead', 'before']),
    ...TRIGGER,
  },
  banner: { kind, text: (name, value) => checkText(name, value) },
  telnet: { kind },
  prompt: { kind, text: (name, value) => checkText(name, value, false) },
  echo: { kind, ...TRIGGER },
  twice: { kind, ...TRIGGER },
  singleClient: { kind },
  idle: { kind, ms: checkMs },
  hasty: { kind, ms: checkMs },
  lateEnd: { kind, ms: checkMs, ...TRIGGER },
  reboot: { kind, ms: checkMs, ...TRIGGER },
}

/** What a kind can't do without. */
const REQUIRED: Readonly<Partial<Record<Fault['kind'], string>>> = {
  delay: 'ms',
  dropAfter: 'bytes',
  split: 'size',
  banner: 'text',
  prompt: 'text',
  idle: 'ms',
  hasty: 'ms',
  lateEnd: 'ms',
  reboot: 'ms',
}

/** Returns the fault when it is one; throws a TypeError or a RangeError that names what is wrong. */
export function checkFault<F extends Fault>(fault: F): F {
  const given: unknown = fault
  if (typeof given !== 'object' || given === null || !('kind' in given)) {
    throw new TypeError(`fault must be an object with a kind, as the functions of faults make it, not ${shown(given)}`)
  }
  if (typeof given.kind !== 'string' || !Object.hasOwn(FIELDS, given.kind)) {
    const kinds = Object.keys(FIELDS)
    const meant = typeof given.kind === 'string' ? didYouMean(given.kind, kinds) : ''
    throw new TypeError(`fault.kind ${JSON.stringify(given.kind)} is unknown${meant}; known: ${kinds.join(', ')}`)
  }
  const name = `faults.${fault.kind}`
  checkFields(name, fault, FIELDS[fault.kind])
  const required = REQUIRED[fault.kind]
  if (
    required !== undefined &&
    !Object.entries(fault).some(([key, value]) => key === required && value !== undefined)
  ) {
    throw new TypeError(`${name}.${required} is missing`)
  }
  return fault
}
