/** Short runs of the fuzzer; `npm run fuzz` goes on for as long as it is told. */
import { shortTests } from '@sockio/fuzz'
import { test } from 'vitest'
import { recordings } from './recordings.ts'

shortTests(test, [[recordings, 64, 100]])
