/** The values of an instrument by what asks for them, so that members that ask alike have one value. */
import { initialOf } from './initial.ts'
import { isCodec, type MemberLike, memberOf, type PropertyLike, type ReadingLike } from './shape.ts'
import { replyOf } from './wire.ts'

type Valued = PropertyLike<unknown> | ReadingLike<unknown>

export const decoderOf = (member: Valued) => (member.member === 'property' ? member.codec : member.decoder)

/** A value: one that is kept, or one that is made each time it is asked for. */
interface Cell {
  get(): unknown
  set(value: unknown): void
  /** To what it was at first. */
  reset(): void
}

/** What every instrument has, such as its status: it is no value of the definition's own. */
export interface Common {
  has(request: string): boolean
  /** The answer; '' for none. */
  ask(request: string): string
}

export class State {
  readonly #cells = new Map<string, Cell>()
  readonly #common: Common
  /** All values in their groups. */
  readonly values: object

  /**
   * @param models what members are at first, or functions of `values` that tell it, by path
   * @param common what the instrument keeps without a model
   */
  constructor(members: object, models: ReadonlyMap<string, unknown>, common: Common) {
    this.#common = common
    this.values = this.#group(members, models, '')
  }

  get(member: Valued): unknown {
    return this.#cells.get(member.get)?.get()
  }

  set(member: Valued, value: unknown): void {
    this.#cells.get(member.get)?.set(value)
  }

  reset(): void {
    for (const cell of this.#cells.values()) cell.reset()
  }

  #group(members: object, models: ReadonlyMap<string, unknown>, prefix: string): object {
    const values = {}
    for (const [name, value] of Object.entries(members)) {
      const path = prefix + name
      const member = memberOf(value)
      const property =
        member === undefined ? { value: this.#group(value, models, `${path}.`) } : this.#value(member, path, models)
      if (property !== undefined) Object.defineProperty(values, name, { enumerable: true, ...property })
    }
    return values
  }

  #value(
    member: MemberLike,
    path: string,
    models: ReadonlyMap<string, unknown>,
  ): Pick<PropertyDescriptor, 'get' | 'set'> | undefined {
    if (member.member !== 'property' && member.member !== 'reading') return undefined
    const known = this.#cells.get(member.get)
    const cell = known ?? this.#cell(member, path, models.get(path))
    this.#cells.set(member.get, cell)
    return { get: () => cell.get(), set: (value: unknown) => cell.set(value) }
  }

  #cell(member: Valued, path: string, model: unknown): Cell {
    const decoder = decoderOf(member)
    if (model === undefined && this.#common.has(member.get)) return this.#commonCell(member)
    const first = within(member, initialOf(decoder.describe()))
    if (typeof model === 'function') {
      const set = member.member === 'property' ? kept(first, () => undefined) : constant(path)
      return { ...set, get: () => model(this.values, set.get()) }
    }
    if (model === undefined && !isCodec(decoder)) return unknown(path)
    const initial = model ?? first
    try {
      replyOf(decoder, initial)
    } catch (error) {
      const what = model === undefined ? `what ${path} is at first is not known: give models.${path}` : `models.${path}`
      throw new TypeError(`${what}: ${error instanceof Error ? error.message : error}`, { cause: error })
    }
    return kept(initial, (value) => replyOf(decoder, value))
  }

  /** One that the instrument itself keeps, such as its status. */
  #commonCell(member: Valued): Cell {
    return {
      get: () => decoderOf(member).decode(Buffer.from(this.#common.ask(member.get))),
      set: (value) => {
        if (member.member === 'property') this.#common.ask(member.set.replace('{}', String(member.codec.encode(value))))
      },
      reset: () => undefined,
    }
  }
}

/** A number within the range of its property, which may be narrower than that of its codec. */
function within(member: Valued, value: unknown): unknown {
  if (member.member !== 'property' || typeof value !== 'number') return value
  const { min = value, max = value } = member.range ?? {}
  return Math.min(Math.max(value, min), max)
}

/** @param check throws for what can't be sent */
function kept(initial: unknown, check: (value: unknown) => unknown): Cell {
  let value = initial
  return {
    get: () => value,
    set(given) {
      check(given)
      value = given
    },
    reset() {
      value = initial
    },
  }
}

function constant(path: string): Cell {
  return {
    get: () => undefined,
    set() {
      throw new TypeError(`${path} is what its model says`)
    },
    reset: () => undefined,
  }
}

/** One that its decoder can't write, and no model tells: whoever asks for it has to give one. */
function unknown(path: string): Cell {
  const fail = () => {
    throw new TypeError(`${path}: its decoder only reads, so models.${path} has to say what the instrument sends`)
  }
  return { get: fail, set: fail, reset: () => undefined }
}
