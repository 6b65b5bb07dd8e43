/** A codec whose values a schema must accept. */
import { type Codec, type Decoder, show, Undecodable } from '@sockio/core'
import { isCodec, makeCodec, makeDecoder, readerOf } from './make.ts'
import { type StandardResult, type StandardSchema, wrong } from './standard-schema.ts'

/**
 * The values of a codec that a schema accepts, with the type that it gives them: any Standard Schema
 * (https://standardschema.dev) that answers at once, of Zod, Valibot, Effect Schema and others. What it doesn't accept
 * is an error when read, and a `RangeError` of `encode`. With a schema that makes something else of a value the result
 * only reads.
 *
 * @param codec what reads the value that the schema is given, such as `json()`
 * @throws {TypeError} what is no codec or no schema; when a value is read or written, for a schema that answers with a
 * Promise
 * @example
 * const state = accept(json(), z.object({ volts: z.number(), on: z.boolean() }))
 * state.decode(new TextEncoder().encode('{"volts":5,"on":true}')) // { volts: 5, on: true }
 */
export function accept<S, Input, Output>(
  codec: Codec<S>,
  schema: StandardSchema<Input, Output>,
): Accepted<S, Input, Output>
export function accept<Output>(codec: Decoder<unknown>, schema: StandardSchema<unknown, Output>): Decoder<Output>
export function accept<T>(codec: Decoder<unknown>, schema: StandardSchema<unknown, T>): Decoder<T> {
  const standard = schema?.['~standard']
  if (typeof standard?.validate !== 'function') {
    throw new TypeError(`schema: expected a Standard Schema (it has "~standard"), got ${show(schema)}`)
  }
  if (typeof codec?.decode !== 'function') throw new TypeError(`codec: expected a codec, got ${show(codec)}`)
  const validate = (value: unknown) => synchronous(standard.validate(value), standard.vendor)
  const readValue = readerOf(codec)
  const reading = {
    read(frame: Uint8Array, from: number, to: number): T {
      const result = validate(readValue(frame, from, to))
      if (result.issues === undefined) return result.value
      throw new Undecodable(`what the schema accepts (${wrong(result.issues)})`, from)
    },
    description: { ...codec.describe(), schema: standard.vendor },
    framing: codec.framing,
  }
  if (!isCodec(codec)) return makeDecoder(reading)
  return makeCodec<T>({
    ...reading,
    encode(value) {
      const result = validate(value)
      if (result.issues === undefined) return codec.encode(result.value)
      throw new RangeError(`value: expected what the schema accepts (${wrong(result.issues)}), got ${show(value)}`)
    },
  })
}

/** What reads and writes only where the schema takes what it gives. */
type Accepted<S, Input, Output> = [Input, Output] extends [Output, Input & S] ? Codec<Output> : Decoder<Output>

function synchronous<T>(result: StandardResult<T> | PromiseLike<StandardResult<T>>, vendor: string): StandardResult<T> {
  if (!('then' in result)) return result
  result.then(undefined, () => undefined) // nobody waits for it
  throw new TypeError(`schema: this one of ${vendor} answers with a Promise, and a reply is read at once`)
}
