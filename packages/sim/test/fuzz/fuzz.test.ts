/** Short runs of the fuzzer; `npm run fuzz` goes on for as long as it is told. */
import { shortTests } from '@sockio/fuzz'
import { test } from 'vitest'
import { definitions } from './definitions.ts'
import { requests } from './requests.ts'
import { scpiMessages } from './scpi.ts'

shortTests(test, [
  [requests, 400, 10],
  [definitions, 200, 60],
  [scpiMessages, 200, 60],
])
