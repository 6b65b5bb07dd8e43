/** A definition with a connection: its members as the methods of a flavour. */
import type { Args, Kind, Method, Steps, Streams } from '@sockio/core'
import type { Action, Procedure, Property, Reading } from './members.ts'

/** A value that can be asked for. */
export interface BoundReading<K extends Kind, T> {
  /** Asks the instrument for it. */
  readonly get: Method<K, [options?: K['options']], T>
}

/** A value that can be asked for and set. */
export interface BoundProperty<K extends Kind, T> extends BoundReading<K, T> {
  /** Sets it. A value that can't be is refused before anything is sent, with a RangeError or TypeError that names the property. */
  readonly set: Method<K, [value: T, options?: K['options']], void>
}

/** The members of a definition as methods of the kind `K`; what has values can be polled besides, as the kind says. */
export type Bound<K extends Kind, D> = {
  readonly [P in keyof D]: D[P] extends Property<infer T>
    ? BoundProperty<K, T> & Streams<K, T>
    : D[P] extends Reading<infer T>
      ? BoundReading<K, T> & Streams<K, T>
      : D[P] extends Action<infer A, infer T>
        ? Method<K, Extract<A, readonly unknown[]>, T>
        : D[P] extends Procedure<infer A, infer T>
          ? Method<K, Extract<A, readonly unknown[]>, T>
          : Bound<K, D[P]>
}

/** The kind of procedures: a method gives the steps, for `yield*`. Nothing is polled there. */
export interface InSteps extends Kind {
  readonly given: Steps<this['value']>
  readonly method: (...args: Args<this>) => this['given']
  readonly options: undefined
}
