/** Short runs of the fuzzer; `npm run fuzz` goes on for as long as it is told. */
import { shortTests } from '@sockio/fuzz'
import { test } from 'vitest'
import { messages } from './messages.ts'
import { sessions } from './sessions.ts'

shortTests(test, [
  [messages, 600, 40],
  [sessions, 200, 40],
])
