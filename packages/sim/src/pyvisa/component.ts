/** What a device, or one of its channels, answers: dialogues, and properties that are asked for and set. */
import type { Entry, Fields } from './entry.ts'
import { checkFormat, formatted, numbersOf, readFormat, type Value } from './format.ts'
import { type Property, readProperty } from './property.ts'
import { randomReply } from './random-reply.ts'
import { type SetterPattern, setterPattern } from './setter-pattern.ts'
import { replyText, trimmed, wireText } from './wire-text.ts'

/** What is said to a request: a text as it is sent, `NOTHING`, or `REFUSED`: the device says what its errors say. */
export type Said = string | typeof NOTHING | typeof REFUSED
export const NOTHING = Symbol('nothing')
export const REFUSED = Symbol('refused')

/** The query of a getter or a dialogue, and the reply that is made anew each time. */
interface Question<T> {
  readonly query: string
  readonly reply: T
}

/** What sets a property. */
export interface Setter {
  readonly property: string
  readonly pattern: SetterPattern
  /** Where the value was taken. */
  readonly done: Said
  /** Where it was not. */
  readonly refused: Said
}

/** What a component is made of; the values of its properties are kept by whoever has it. */
export interface Component {
  readonly dialogues: readonly Question<() => Said>[]
  readonly properties: ReadonlyMap<string, Property>
  readonly getters: readonly Question<(value: (property: string) => Value) => string>[]
  readonly setters: readonly Setter[]
}

const PAIR = ['q', 'r']

export function readComponent(fields: Fields, next: () => number): Component {
  const dialogues =
    fields
      .get('dialogues')
      ?.list()
      .map((entry) => readDialogue(entry, next)) ?? []
  const properties = new Map<string, Property>()
  const getters: Component['getters'][number][] = []
  const setters: Setter[] = []
  for (const [name, entry] of fields.get('properties')?.mapping() ?? []) {
    const own = entry.fields(['default', 'getter', 'setter', 'specs'])
    const setter = own.get('setter')
    const pattern = setter === undefined ? undefined : readSetter(name, setter)
    if (pattern !== undefined) setters.push(pattern)
    const getter = own.get('getter')
    if (getter === undefined) properties.set(name, readProperty(own, pattern?.pattern.type))
    else getters.push(readGetter(name, getter, own, pattern, properties, next))
  }
  return { dialogues, properties, getters, setters }
}

function readDialogue(entry: Entry, next: () => number): Component['dialogues'][number] {
  const fields = entry.fields(PAIR)
  const said = replyText(fields.get('r'))
  const random = said === undefined ? undefined : randomReply(said, fields.need('r'), next)
  return { query: wireText(fields.need('q')), reply: random ?? (() => said ?? NOTHING) }
}

function readGetter(
  name: string,
  entry: Entry,
  own: Fields,
  setter: Setter | undefined,
  properties: Map<string, Property>,
  next: () => number,
): Component['getters'][number] {
  const fields = entry.fields(PAIR)
  const query = wireText(fields.need('q'))
  const reply = fields.need('r')
  const text = trimmed(reply.text())
  const random = randomReply(text, reply, next)
  const format = random === undefined ? readFormat(text, reply) : []
  const property = readProperty(own, setter?.pattern.type, numbersOf(format))
  checkFormat(format, property.type, reply)
  properties.set(name, property)
  return { query, reply: (value) => random?.() ?? formatted(format, value(name)) }
}

function readSetter(property: string, entry: Entry): Setter {
  const fields = entry.fields([...PAIR, 'e'])
  return {
    property,
    pattern: setterPattern(fields.need('q')),
    done: replyText(fields.get('r')) ?? NOTHING,
    refused: replyText(fields.get('e')) ?? REFUSED,
  }
}

/** Looks up questions by their text; of two with the same, the later one counts. */
export function table<T>(questions: readonly Question<T>[], spell = (query: string) => query): ReadonlyMap<string, T> {
  return new Map(questions.map(({ query, reply }) => [spell(query), reply]))
}
