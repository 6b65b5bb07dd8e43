/** The table of behaviours over a Unix socket. */
import { conformance, unixCarrier } from '@sockio/conformance'
import { afterAll, describe, test } from 'vitest'
import { aio } from './shim.ts'

conformance(aio, { describe, test, afterAll }, unixCarrier())
