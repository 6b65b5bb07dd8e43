/** The flavour that a part is to run with. */
import type { Subject } from '@sockio/conformance'
import { flavours } from './flavours.ts'

/** @param name default: the first of them */
export function subjectNamed(name: string | undefined): Subject {
  const subject = name === undefined ? flavours[0] : flavours.find((flavour) => flavour.name === name)
  if (subject === undefined) throw new RangeError(`no flavour is named ${name}`)
  return subject
}
