/** The expectation that a call fails in one certain way. */
import assert from 'node:assert/strict'
import { type Address, formatAddress, type Phase, type Sent } from '@sockio/core'

/** The errors as their users see them. */
export interface CallError extends Error {
  readonly code: string
  readonly phase: Phase
  readonly sent: Sent
  readonly partial?: Uint8Array
  readonly request?: Uint8Array
  readonly address: Address
  /** Of a `DecodeError`. */
  readonly expected?: string
  readonly at?: number
}

/** What is expected; a field that is absent is not looked at. */
export interface Expected {
  readonly code: string
  readonly phase?: Phase
  readonly sent?: Sent
  /** As text; `''` also stands for none. */
  readonly partial?: string
  /** As text; `''` stands for none. */
  readonly request?: string
  /** The `code` or `name` of the cause, or the cause itself. */
  readonly cause?: unknown
  /** What the message must say. */
  readonly says?: readonly (string | RegExp)[]
}

const asText = (bytes: Uint8Array | undefined) => (bytes === undefined ? '' : Buffer.from(bytes).toString('latin1'))

/** Why the call failed, where it should; else an assertion fails. */
export async function rejection(call: Promise<unknown>): Promise<unknown> {
  let value: unknown
  try {
    value = await call
  } catch (error) {
    return error
  }
  assert.fail(`the call should have failed, and gave ${JSON.stringify(String(value))}`)
}

function checkCause(actual: unknown, expected: unknown): void {
  if (typeof expected !== 'string') assert.equal(actual, expected, 'cause')
  else if (actual !== expected) {
    assert(actual instanceof Error, `cause: expected ${expected}, got ${String(actual)}`)
    const code = 'code' in actual ? actual.code : undefined
    assert([code, actual.name, actual.message].includes(expected), `cause: expected ${expected}, got ${code} ${actual}`)
  }
}

/** Checks how a call fails, and that the error names the address; gives the error. */
export async function failure(call: Promise<unknown>, expected: Expected): Promise<CallError> {
  const error = (await rejection(call)) as CallError
  assert.equal(error.code, expected.code, `code of ${error}`)
  assert(error.message.includes(formatAddress(error.address)), `no address: ${error.message}`)
  if (expected.phase !== undefined) assert.equal(error.phase, expected.phase, `phase of ${error}`)
  if (expected.sent !== undefined) assert.equal(error.sent, expected.sent, `sent of ${error}`)
  if (expected.partial !== undefined) assert.equal(asText(error.partial), expected.partial, `partial of ${error}`)
  if (expected.request !== undefined) assert.equal(asText(error.request), expected.request, `request of ${error}`)
  if ('cause' in expected) checkCause(error.cause, expected.cause)
  for (const words of expected.says ?? []) {
    const said = typeof words === 'string' ? error.message.includes(words) : words.test(error.message)
    assert(said, `expected the message to say ${words}, got: ${error.message}`)
  }
  return error
}

/** Expects a bad argument: a TypeError or RangeError whose message names it, thrown or as a rejection. */
export async function refusal(use: () => unknown, type: 'TypeError' | 'RangeError', names: string): Promise<void> {
  const error = await rejection((async () => use())())
  assert(error instanceof Error)
  assert.equal(error.name, type, `${error}`)
  assert(error.message.includes(names), `expected the message to name ${names}, got: ${error.message}`)
}
