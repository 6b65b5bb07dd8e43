/** The definition of an instrument: written once, in no paradigm, and used in all. */
import { type Kind, type Options, objectRule, type Paradigm, paradigm, type Steps, show } from '@sockio/core'
import { naming } from '../codecs/renamed.ts'
import { bind, inSteps } from './bind.ts'
import type { Bound, InSteps } from './bound.ts'
import { type DefinitionDescription, described } from './describe.ts'
import { type ErrorCheck, errorCheck } from './error-check.ts'
import { type Members, type Procedure, procedure } from './members.ts'
import { type Changes, narrowed } from './narrow.ts'
import { withoutUndefined } from './options.ts'
import type { Check } from './tell.ts'

/** The options of a connection that an instrument may call for; those of the program, such as hooks, are not among them. */
export type LinkOptions = Pick<
  Options,
  | 'eol'
  | 'writeEol'
  | 'encoding'
  | 'timeout'
  | 'connectionTimeout'
  | 'retries'
  | 'pipeline'
  | 'resync'
  | 'settle'
  | 'pacing'
  | 'bufferSize'
  | 'maxBlock'
  | 'staleInput'
  | 'quiet'
>

/** Options of a definition. */
export interface DefinitionOptions {
  /** Options for the connections to such an instrument, where their makers do not say otherwise. */
  readonly link?: LinkOptions | undefined
  /**
   * Whether each `set` and each action asks for the errors of the instrument, and how. True: `SYST:ERR?` goes out with the
   * command, in one piece. An error is an `InstrumentError`. Default false.
   */
  readonly checkErrors?: boolean | ErrorCheck | undefined
}

/** How one handle uses its instrument. */
export type UseOptions<K extends Kind> = NonNullable<K['options']> & {
  /** False: none of its sets and actions asks for errors. Default: as the definition, and its members, say. */
  readonly checkErrors?: false | undefined
}

/** What makes procedures of the members, which it is given as methods that give steps. */
type Make = (self: never) => Readonly<Record<string, (...args: never[]) => Steps<unknown>>>

/** The members that `extend` adds. */
export type Procedures<P> = {
  readonly [N in keyof P]: P[N] extends (...args: infer A) => Steps<infer T> ? Procedure<A, T> : never
}

/** What a handle that owns its socket can do besides: whatever of disposal the socket can. */
type Disposing<S> = Pick<S, Extract<keyof S, typeof Symbol.dispose | typeof Symbol.asyncDispose>>

/**
 * An instrument, as plain data: `members` can be walked, `describe()` is JSON.
 *
 * @example
 * const psu = supply.on(sock)
 * await psu.voltage.set(5)
 */
export class Definition<D extends object> {
  readonly members: D
  /** Options for the connections to it: `new TCP(host, port, { ...supply.link, timeout: 1000 })`. */
  readonly link: LinkOptions
  readonly checkErrors: ErrorCheck | undefined
  readonly #own: object
  readonly #makes: readonly Make[]

  /** @internal */
  constructor(own: object, makes: readonly Make[], { link = {}, checkErrors }: DefinitionOptions) {
    this.link = link
    this.checkErrors = errorCheck(checkErrors)
    this.#own = own
    this.#makes = makes
    this.members = this.#extended(this.checkErrors) as D
  }

  /** The members, with procedures whose own calls check errors in that way. */
  #extended(check: Check): object {
    let members = this.#own
    for (const make of this.#makes) {
      const made: unknown = make(bind(inSteps, members, { check }) as never)
      if (typeof made !== 'object' || made === null)
        throw new TypeError(`make: expected it to give an object of procedures, got ${show(made)}`)
      const added = Object.entries(made).map(([name, run]: [string, unknown]) => {
        if (Object.hasOwn(members, name)) throw new TypeError(`extend: there is a member "${name}" already`)
        return [name, naming(`extend: ${name}`, () => procedure(run as () => Steps<unknown>))]
      })
      members = { ...members, ...Object.fromEntries(added) }
    }
    return members
  }

  /**
   * A new definition with procedures besides: `make` is given the members, whose methods give steps there, for `yield*`.
   * A procedure has the instrument for itself while it runs. When it is aborted, its `finally` runs, with all its steps.
   *
   * @example
   * const sweeper = supply.extend((psu) => ({
   *   *sweep(from: number, to: number) {
   *     const amperes: number[] = []
   *     for (let volts = from; volts <= to; volts++) {
   *       yield* psu.voltage.set(volts)
   *       yield* wait(50)
   *       amperes.push(yield* psu.current.get())
   *     }
   *     return amperes
   *   },
   * }))
   */
  extend<const P extends Readonly<Record<string, (...args: never[]) => Steps<unknown>>>>(
    make: (self: Bound<InSteps, D>) => P,
  ): Definition<D & Procedures<P>> {
    if (typeof make !== 'function') throw new TypeError(`make: expected a function, got ${show(make)}`)
    return new Definition(this.#own, [...this.#makes, make as Make], this)
  }

  /**
   * A new definition whose properties may be set within narrower ranges.
   *
   * @throws {TypeError | RangeError} for what is no property with numbers
   * @example
   * const careful = supply.with({ voltage: { max: 6 } })
   */
  with(changes: Changes<D>): Definition<D> {
    return new Definition(narrowed(this.#own as Members, changes, ''), this.#makes, this)
  }

  /**
   * The members as methods of a flavour: of its socket, or of the session of a hook or of a transaction.
   *
   * @param options of each call that it makes, such as a timeout; `checkErrors: false` asks for no errors
   * @throws {TypeError} for what is no socket and no session
   */
  on<K extends Kind>(socket: Paradigm<K>, options: UseOptions<K> = {} as UseOptions<K>): Bound<K, D> {
    const way = typeof socket === 'object' && socket !== null ? socket[paradigm] : undefined
    if (way === undefined) throw new TypeError(`socket: expected a TCP or a session of a flavour, got ${show(socket)}`)
    objectRule(options, 'options')
    const { checkErrors, ...others } = options
    if (checkErrors !== undefined && checkErrors !== false) {
      throw new TypeError(
        `checkErrors: expected false, got ${show(checkErrors)}; the definition says how errors are checked`,
      )
    }
    const check = checkErrors === false ? 'never' : this.checkErrors
    const members = checkErrors === false ? (this.#extended(check) as D) : this.members
    return bind(way, members, { check, options: Object.keys(others).length === 0 ? undefined : others })
  }

  /**
   * The members as methods of a socket of their own, made by the `socketForUrl` of a flavour with the options that the
   * instrument calls for. What is returned is disposed of as that socket is.
   *
   * @param options of the connection
   * @example
   * await using psu = supply.open(socketForUrl, 'tcp://10.0.0.7:5025', { timeout: 1000 })
   */
  open<K extends Kind, S extends Paradigm<K>, O extends object>(
    socketForUrl: (url: string, options?: O) => S & Paradigm<K>,
    url: string,
    options?: O,
  ): Bound<K, D> & Disposing<S> {
    if (typeof socketForUrl !== 'function')
      throw new TypeError(`socketForUrl: expected that of a flavour, got ${show(socketForUrl)}`)
    if (options !== undefined) objectRule(options, 'options')
    const socket = socketForUrl(url, { ...this.link, ...withoutUndefined(options ?? {}) } as O)
    const bound: object = this.on(socket)
    for (const symbol of [Symbol.dispose, Symbol.asyncDispose] as const) {
      const dispose: unknown = Reflect.get(socket, symbol)
      if (typeof dispose === 'function')
        Object.defineProperty(bound, symbol, { value: () => Reflect.apply(dispose, socket, []) })
    }
    return bound as Bound<K, D> & Disposing<S>
  }

  /** What the instrument has, as JSON: for documentation, a command line, a form on a page. */
  describe(): DefinitionDescription {
    return described(this.members as unknown as Members, this)
  }

  /** What `JSON.stringify` makes of it. */
  toJSON(): DefinitionDescription {
    return this.describe()
  }
}
