/** Short runs of the fuzzer; `npm run fuzz` goes on for as long as it is told. */
import { shortTests } from '@sockio/fuzz'
import { test } from 'vitest'
import { configurations } from './config.ts'
import { faultLines } from './fault-lines.ts'
import { lines } from './lines.ts'
import { tables } from './tables.ts'

shortTests(test, [
  [configurations, 120, 100],
  [faultLines, 250, 60],
  [tables, 150, 30],
  [lines, 150, 30],
])
