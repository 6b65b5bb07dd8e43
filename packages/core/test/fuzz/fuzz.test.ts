/** Short runs of the fuzzer; `npm run fuzz` goes on for as long as it is told. */
import { shortTests } from '@sockio/fuzz'
import { test } from 'vitest'
import { addresses } from './addresses.ts'
import { engine } from './engine.ts'
import { framings } from './framings.ts'
import { printing } from './printing.ts'

shortTests(test, [
  [framings, 400, 100],
  [engine, 130, 100],
  [addresses, 400, 40],
  [printing, 200, 10],
])
