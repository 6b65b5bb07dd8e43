/** Binds members to whatever runs their steps: a connection in the way of a flavour, or a procedure. */
import type { Kind, Plan, Way } from '@sockio/core'
import type { Bound, InSteps } from './bound.ts'
import { asMember, type Members } from './members.ts'
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
  const own = (given: unknown) => (options === undefined ? given : { ...options, ...(given as object | undefined) })
  switch (member?.member) {
    case 'property':
      return {
        get: way.method(`${path}.get`, (given?: unknown) => ({ run: asking(member, check), options: own(given) })),
        set: way.method(`${path}.set`, (to: unknown, given?: unknown) => ({
          run: setting(path, member, to, check),
          options: own(given),
        })),
      }
    case 'reading':
      return {
        get: way.method(`${path}.get`, (given?: unknown) => ({ run: asking(member, check), options: own(given) })),
      }
    case 'action':
      return way.method(path, (...args: unknown[]) => ({ run: acting(path, member, args, check), options }))
    case 'procedure':
      return way.method(path, (...args: unknown[]) => ({
        run: { step: 'together', gently: true, run: () => member.run(...args) },
        options,
      }))
    default:
      return group(way, value as Members, { check, options }, `${path}.`)
  }
}

/** Within procedures a method gives its steps. Those of another procedure are among its own: they are together already. */
export const inSteps: Way<InSteps> = {
  method:
    <A extends readonly unknown[], T>(_name: string, plan: (...args: A) => Plan<T>) =>
    (...args: A) =>
      follow(plan(...args).run),
}
