/** Makes the error of a reply that came, and has no value. */
import { formatAddress } from './address.ts'
import { Undecodable } from './codec.ts'
import { DecodeError, type InstrumentError } from './errors.ts'
import { oneLine, printable } from './printable.ts'
import { inWords, isError } from './realm.ts'
import { isRefused, refused } from './refused.ts'
import type { Settings } from './settings.ts'

/** Of a decoder that threw something of its own. */
const SOMETHING_ELSE = 'a reply that the decoder takes'

/**
 * Whether it is an `Undecodable`, of whichever copy of this library: a package of codecs may bring one, whose class is
 * its own.
 */
export function isUndecodable(thrown: unknown): thrown is Undecodable {
  if (thrown instanceof Undecodable) return true
  if (!isError(thrown) || thrown.name !== 'Undecodable') return false
  return 'expected' in thrown && typeof thrown.expected === 'string' && 'at' in thrown && typeof thrown.at === 'number'
}

/**
 * What a call ends with whose decoder threw, when it was given `frame`.
 *
 * @param request what the frame answers; undefined when nothing was asked
 */
export function undecodable(
  { address, redact }: Pick<Settings, 'address' | 'redact'>,
  request: Uint8Array | undefined,
  frame: Uint8Array,
  thrown: unknown,
): DecodeError | InstrumentError {
  if (isRefused(thrown)) return refused({ address, redact }, request, [thrown.complaint])
  const asked = request && redact(request)
  const where = formatAddress(address)
  const reply = asked === undefined ? `what came from ${where}` : `the reply to ${printable(asked)} from ${where}`
  const details = { address, phase: 'reading', sent: request === undefined ? 'no' : 'yes', partial: frame } as const
  if (isUndecodable(thrown)) {
    const { expected, at } = thrown
    const place = at > 0 ? ` at byte ${at}` : ''
    const message = `expected ${expected}${place} in ${reply}, got ${printable(frame)}`
    return new DecodeError(message, { ...details, request: asked, expected, at })
  }
  const why = oneLine(inWords(thrown) || (isError(thrown) ? thrown.name : ''))
  const message = `the decoder of ${reply} failed on ${printable(frame)}: ${why}`
  return new DecodeError(message, { ...details, request: asked, cause: thrown, expected: SOMETHING_ELSE, at: 0 })
}
