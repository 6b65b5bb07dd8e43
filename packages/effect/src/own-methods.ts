/** Services are records of functions: `const { query } = yield* Tcp` and `{ ...tcp, query }` must work with a class too. */

/** Makes the methods of an instance its own properties, bound to it. */
export function ownMethods(instance: object): void {
  for (let at = Object.getPrototypeOf(instance); at !== Object.prototype; at = Object.getPrototypeOf(at)) {
    for (const [name, { value }] of Object.entries(Object.getOwnPropertyDescriptors(at))) {
      if (typeof value !== 'function' || name === 'constructor' || Object.hasOwn(instance, name)) continue
      Object.defineProperty(instance, name, { value: value.bind(instance), enumerable: true })
    }
  }
}
