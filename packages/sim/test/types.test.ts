/** What the types of the options promise. */
import { expectTypeOf, test } from 'vitest'
import type { ScopeOptions, ScpiOptions, SimulateOptions, Trigger } from '../src/index.ts'

/** All fields there, and undefined. */
type Absent<O> = { readonly [K in keyof O]: undefined }

test('an option may be there and undefined', () => {
  expectTypeOf<Absent<SimulateOptions>>().toExtend<SimulateOptions>()
  expectTypeOf<Absent<ScopeOptions>>().toExtend<ScopeOptions>()
  expectTypeOf<Absent<ScpiOptions>>().toExtend<ScpiOptions>()
  expectTypeOf<Absent<Trigger>>().toExtend<Trigger>()
})
