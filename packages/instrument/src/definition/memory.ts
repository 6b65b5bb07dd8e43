/** What is remembered of an instrument, by all drivers of it: with its connection, so that two sockets never mix. */
import type { Here } from '@sockio/core'
import type { Range } from './members.ts'

/** Somebody who waits until all that the instrument had been told is done. */
export interface Waiting {
  done: boolean
}

export interface Memory {
  /**
   * The connection on which no error is left of an earlier one, nor of a call that did not hear all; and how much others had
   * told the instrument by then, who ask for no errors.
   */
  cleared: Pick<Here, 'epoch' | 'told'> | undefined
  readonly waiting: Set<Waiting>
  /** The limits that the instrument has told, by what asks for the value, and on which connection. */
  readonly limits: Map<string, { readonly epoch: number; readonly range: Range }>
}

/** Of all copies of this package. */
const KEY = Symbol.for('sockio.instrument')

export function memoryOf({ notes }: Here): Memory {
  const known = notes.get(KEY) as Memory | undefined
  if (known !== undefined) return known
  const memory: Memory = { cleared: undefined, waiting: new Set(), limits: new Map() }
  notes.set(KEY, memory)
  return memory
}
