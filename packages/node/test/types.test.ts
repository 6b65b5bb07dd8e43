/** What the types of the options promise. */
import { expectTypeOf, test } from 'vitest'
import type { BytesOptions, CallOptions, ConnectOptions, LinesOptions, TransactionOptions } from '../src/index.ts'

/** All fields there, and undefined. */
type Absent<O> = { readonly [K in keyof O]: undefined }

test('an option may be there and undefined', () => {
  expectTypeOf<Absent<ConnectOptions>>().toExtend<ConnectOptions>()
  expectTypeOf<Absent<CallOptions>>().toExtend<CallOptions>()
  expectTypeOf<Absent<BytesOptions>>().toExtend<BytesOptions>()
  expectTypeOf<Absent<LinesOptions>>().toExtend<LinesOptions>()
  expectTypeOf<Absent<TransactionOptions>>().toExtend<TransactionOptions>()
})
