/** The table of behaviours over a Unix socket: its sections in which a carrier could show. */
import { conformance, SHORT, unixCarrier } from '@sockio/conformance'
import { afterAll, describe, test } from 'vitest'
import { legacy } from './shim.ts'

conformance(legacy, { describe, test, afterAll }, unixCarrier(SHORT))
