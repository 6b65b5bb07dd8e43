/** How values are written in a recording, as JSON. On the way of every call, so it makes texts and no objects. */

const PRINTABLE = /^[\t\n\r\x20-\x7e]*$/

function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}

/** Bytes: a text where all of it is printable ASCII, else `{"base64":"..."}`. */
export function bytesJson(bytes: Uint8Array): string {
  const buffer = asBuffer(bytes)
  const text = buffer.toString('latin1')
  if (PRINTABLE.test(text)) return JSON.stringify(text)
  return `{"base64":"${buffer.toString('base64')}"}`
}

/** A number; `null` is infinity. */
export function numberJson(n: number): string {
  return Number.isFinite(n) ? String(n) : 'null'
}

/** `,"name":value` for what is there, and is not infinite. */
export function field(name: string, value: number | boolean | string | undefined): string {
  if (value === undefined || value === Number.POSITIVE_INFINITY) return ''
  return `,"${name}":${typeof value === 'string' ? JSON.stringify(value) : value}`
}

const text = (value: unknown): string => JSON.stringify(String(value))

function isError(value: unknown): value is Error {
  const tag = Object.prototype.toString.call(value)
  return value instanceof Error || tag === '[object Error]' || tag === '[object DOMException]'
}

/** What was thrown: of an error what the engine may say of it; of anything else its text. */
export function errorJson(thrown: unknown): string {
  if (!isError(thrown)) return `{"thrown":${safely(() => text(thrown), '"what has no text"')}}`
  const { name, message, code, syscall, errors } = thrown as Error & Record<'code' | 'syscall' | 'errors', unknown>
  const several = Array.isArray(errors) ? `,"errors":[${errors.map(errorJson).join(',')}]` : ''
  const call = syscall === undefined ? '' : `,"syscall":${text(syscall)}`
  const known = typeof code === 'string' ? `,"code":${text(code)}` : ''
  return `{"name":${text(name)},"message":${safely(() => text(message), '"what has no text"')}${known}${call}${several}}`
}

function safely(make: () => string, otherwise: string): string {
  try {
    return make()
  } catch {
    return otherwise
  }
}

/** Data: what a framing is made of. */
export function dataJson(value: unknown): string {
  if (value === undefined) return 'null'
  if (typeof value === 'number') return numberJson(value)
  if (value instanceof Uint8Array) return `{"bytes":${bytesJson(value)}}`
  return JSON.stringify(value)
}
