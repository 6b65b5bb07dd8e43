/** What errors, traces and prints show of a request that holds what nobody else should read. */
import type { Encoding } from '@sockio/core'
import { asBuffer } from './decode.ts'
import type { Consulting } from './turns.ts'

/** In place of each match of a RegExp. */
const STARS = '***'
/** In place of all of it, where its function can't tell. */
const ALL = '(redacted)'

const asItIs = (request: Uint8Array) => request

/** The encodings of requests whose calls have one of their own. */
const encodings = new WeakMap<Uint8Array, Encoding>()

/** Gives a request back, of which it is known from now on in which encoding it is text. */
export function encodedIn(request: Buffer, encoding: Encoding): Buffer {
  encodings.set(request, encoding)
  return request
}

/** Makes of the option `redact` what the engine asks; without it, all is shown. `encoding`: of the connection, in which it is shown. */
export function redactor(
  redact: RegExp | ((request: string) => string) | undefined,
  encoding: Encoding,
  consulting: Consulting,
): (request: Uint8Array) => Uint8Array {
  if (redact === undefined) return asItIs
  const shown = typeof redact === 'function' ? redact : starred(redact)
  return (request) => {
    const own = encodings.get(request) ?? encoding
    const text = consulting.consult<unknown>(() => shown(asBuffer(request).toString(own)), ALL)
    return Buffer.from(typeof text === 'string' ? text : ALL, encoding)
  }
}

/** Each match is hidden, whether or not the expression is global; one of one's own has no `lastIndex` that others move. */
function starred({ source, flags }: RegExp): (request: string) => string {
  const every = new RegExp(source, `${flags.replace(/[gy]/g, '')}g`)
  return (request) => request.replace(every, STARS)
}
