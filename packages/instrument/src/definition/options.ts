/** Options that are laid over others. */

/** What is given: an option that is undefined is as if absent, and hides no other. */
export function withoutUndefined<T extends object>(options: T): Partial<T> {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined)) as Partial<T>
}
