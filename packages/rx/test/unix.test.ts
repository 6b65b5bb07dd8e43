/** The table of behaviours over a Unix socket: its sections in which a carrier could show. */
import { conformance, SHORT, unixCarrier } from '@sockio/conformance'
import { afterAll, describe, test } from 'vitest'
import { rx } from './shim.ts'

conformance(rx, { describe, test, afterAll }, unixCarrier(SHORT))
