/** What the types of the options promise. */
import { expectTypeOf, test } from 'vitest'
import type { CallOptions, ExchangeOptions, KeepAlive, Options, ReconnectPolicy, StreamOptions } from '../src/index.ts'

/** All fields there, and undefined. */
type Absent<O> = { readonly [K in keyof O]: undefined }

test('an option may be there and undefined', () => {
  expectTypeOf<Absent<Options>>().toExtend<Options>()
  expectTypeOf<Absent<CallOptions>>().toExtend<CallOptions>()
  expectTypeOf<Absent<KeepAlive>>().toExtend<KeepAlive>()
  expectTypeOf<Absent<ReconnectPolicy>>().toExtend<ReconnectPolicy>()
  expectTypeOf<Absent<ExchangeOptions>>().toExtend<ExchangeOptions>()
  expectTypeOf<Absent<StreamOptions>>().toExtend<StreamOptions>()
})
