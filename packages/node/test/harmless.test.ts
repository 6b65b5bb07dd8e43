/** What a peer may have written in an error of its connection does nothing to a terminal. */

import { inspect } from 'node:util'
import { parseAddress } from '@sockio/core'
import { simulate } from '@sockio/sim'
import { expect, it } from 'vitest'
import { cert, key } from '../../internal/conformance/src/peers/certificate.ts'
import { harmless } from '../src/harmless.ts'
import { Connection } from '../src/index.ts'

const EVIL = 'not \x1b[2Jone\u202e of\nthe names\x9b\n'
const PLAIN = 'not \\x1b[2Jone\\u{202e} of\\nthe names\\x9b'

it('a name in a certificate', async () => {
  await using device = await simulate({}, { tls: { key, cert } })
  const tls = { ca: cert, checkServerIdentity: () => new Error(EVIL) }
  const connection = new Connection(parseAddress(`tls://localhost:${device.port}`), { tls })
  const error = await new Promise<Error>((resolve) => {
    connection.start(connection.operations.query('A?'), { onError: resolve })
  })
  expect(error.message).toContain(PLAIN)
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
  expect(inspect(error)).not.toMatch(/[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e]/)
})

it('one that is frozen, or one of several', () => {
  const frozen = Object.freeze(new Error(EVIL))
  expect(harmless(frozen)).toBe(frozen)
  const all = new AggregateError([new Error(EVIL), new Error('plain')], EVIL)
  expect(harmless(all)).toMatchObject({ message: PLAIN, errors: [{ message: PLAIN }, { message: 'plain' }] })
})
