/** Makes the error of what an instrument did not like. */
import { formatAddress } from './address.ts'
import type { Complaint } from './error-details.ts'
import { InstrumentError } from './errors.ts'
import { oneLine, printable } from './printable.ts'
import { isError } from './realm.ts'
import type { Settings } from './settings.ts'

/** Thrown by a decoder for a reply that says no; the call ends with an `InstrumentError` that says the same. */
export class Refused extends Error {
  override readonly name = 'Refused'
  readonly complaint: Complaint

  constructor(complaint: Complaint) {
    super(complaint.text)
    this.complaint = complaint
  }
}

/** Another copy of this library, such as one that a driver brings, has a class of its own. */
export function isRefused(thrown: unknown): thrown is Refused {
  return thrown instanceof Refused || (isError(thrown) && thrown.name === 'Refused' && 'complaint' in thrown)
}

/** What a call ends with of which the instrument has complained, in one way or several. */
export function refused(
  { address, redact }: Pick<Settings, 'address' | 'redact'>,
  request: Uint8Array | undefined,
  errors: readonly Complaint[],
): InstrumentError {
  const asked = request && redact(request)
  const [{ number, text } = { number: undefined, text: '' }] = errors
  const more = errors.length > 1 ? `, and ${errors.length - 1} more` : ''
  const command = asked === undefined ? '' : printable(asked)
  const said = `${number === undefined ? '' : `${number}, `}${JSON.stringify(oneLine(text))}${more}`
  return new InstrumentError(`${command} at ${formatAddress(address)}: the instrument says ${said}`, {
    address,
    phase: 'reading',
    sent: 'yes',
    request: asked,
    command: lineOf(asked),
    errors,
  })
}

const LF = 10
const CR = 13

/** The first line of a request as text, without its end. */
function lineOf(request: Uint8Array = new Uint8Array(0)): string {
  const end = request.findIndex((byte) => byte === LF || byte === CR)
  return String.fromCharCode(...request.subarray(0, end === -1 ? request.length : Math.min(end, 4096)))
}
