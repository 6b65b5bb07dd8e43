/** The table of behaviours over a Unix socket: its sections in which a carrier could show. */
import { conformance, SHORT, unixCarrier } from '@sockio/conformance'
import { afterAll, describe, test } from 'vitest'
import { effect } from './shim.ts'

conformance(effect, { describe, test, afterAll }, unixCarrier(SHORT))
