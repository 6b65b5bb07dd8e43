/** Binds members to whatever runs their steps: a connection in the way of a flavour, or a procedure. */
import { type Kind, type Plan, type Steps, show, type Way } from '@sockio/core'
import type { Bound, InSteps } from './bound.ts'
import { asMember, type Members, type Property, type Reading } from './members.ts'
import { withoutUndefined } from './options.ts'
import { follow } from './steps.ts'
import { acting, asking, type Check, setting } from './tell.ts'

/** How all members of one binding are used. */
export interface Manner {
  readonly check: Check
  /** Options of each call that has none of its own. */
  readonly options?: object | undefined
}

/** The members as methods. */
export function bind<K extends Kind, D extends object>(way: Way<K>, members: D, manner: Manner): Bound<K, D> {
  return group(way as Way<Kind>, members as unknown as Members, manner, '') as Bound<K, D>
}

function group(way: Way<Kind>, members: Members, manner: Manner, prefix: string): object {
  const bound = Object.entries(members).map(([name, value]) => [name, one(way, value, manner, prefix + name)])
  return Object.fromEntries(bound)
}

function one(way: Way<Kind>, value: Members[string], { check, options }: Manner, path: string): unknown {
  const member = asMember(value)
  const own = (given: unknown) => (options === undefined ? given : merged(options, given))
  const read = (of: Property<unknown> | Reading<unknown>) => {
    const name = `${path}.get`
    const run = asking(of, check)
    const get = way.method(name, (given?: unknown) => ({
      name,
      run,
      timeout: of.timeout,
      options: own(given),
    }))
    return { get, ...(way.streams?.(get) as object | undefined) }
  }
  switch (member?.member) {
    case 'property': {
      const name = `${path}.set`
      const run = setting(path, member, check)
      const set = way.method(name, (to: unknown, given?: unknown) => ({
        name,
        run: run(to),
        timeout: member.timeout,
        options: own(given),
      }))
      return { ...read(member), set }
    }
    case 'reading':
      return read(member)
    case 'action': {
      const run = acting(path, member, check)
      return way.method(path, (...args: unknown[]) => ({
        name: path,
        run: run(args),
        timeout: member.timeout,
        options,
      }))
    }
    case 'procedure':
      return way.method(path, (...args: unknown[]) => ({
        name: path,
        run: { step: 'together', gently: true, run: () => stepsOf(path, member.run(...args)) },
        options,
      }))
    default:
      return group(way, value as Members, { check, options }, `${path}.`)
  }
}

/** Options of one call, and where it has none, of all; what can be no options is left to be named. */
function merged(all: object, given: unknown): unknown {
  if (given === undefined) return all
  if (typeof given !== 'object' || given === null || Array.isArray(given)) return given
  return { ...all, ...withoutUndefined(given) }
}

/** What a procedure has given: a function that is no generator gives something else, and an async one gives promises without end. */
function stepsOf(path: string, given: unknown): Steps<unknown> {
  if (typeof given === 'object' && given !== null && 'next' in given && Symbol.iterator in given)
    return given as Steps<unknown>
  throw new TypeError(
    `${path}: expected a generator function (function*), which gives steps, and it gave ${show(given)}`,
  )
}

/** Within procedures a method gives its steps. Those of another procedure are among its own: they are together already. */
export const inSteps: Way<InSteps> = {
  method:
    <A extends readonly unknown[], T>(_name: string, plan: (...args: A) => Plan<T>) =>
    (...args: A) =>
      follow(plan(...args).run),
}
