/** The values of a device, or of one of its channels, and what is asked of them. */
import { type Component, type Said, table } from './component.ts'
import type { Value } from './format.ts'

export class Values {
  readonly #component: Component
  readonly #values: Map<string, Value>
  readonly #dialogues: ReadonlyMap<string, () => Said>
  readonly #getters: ReadonlyMap<string, (value: (property: string) => Value) => string>

  /** @param spell how a query of the component is written here */
  constructor(component: Component, spell: (query: string) => string = (query) => query) {
    this.#component = component
    this.#values = new Map([...component.properties].map(([name, { initial }]) => [name, initial]))
    this.#dialogues = table(component.dialogues, spell)
    this.#getters = table(component.getters, spell)
  }

  get(property: string): Value | undefined {
    return this.#values.get(property)
  }

  /** False where the property does not take the value. */
  set(property: string, value: Value): boolean {
    const kept = this.#component.properties.get(property)?.take(value)
    if (kept === undefined) return false
    this.#values.set(property, kept)
    return true
  }

  /** The reply of a dialogue or a getter; undefined where there is none for that request. */
  answer(request: string): Said | undefined {
    const reply = this.#dialogues.get(request)
    if (reply !== undefined) return reply()
    return this.#getters.get(request)?.((property) => this.#values.get(property) ?? '')
  }
}
