/** What is printed of a stream, in place of its insides. */
import { type Inspected, inspection, shownAs } from '@sockio/core'

/** Has the stream printed under this name, as what is shown of its instrument. */
export function printedAs<S extends object>(name: string, shown: () => object, stream: S): S {
  return Object.assign(stream, { [inspection]: (...how: Inspected) => shownAs(name, shown(), how) })
}
