/** The table of behaviours over a Unix socket: its sections in which a carrier could show. */
import { conformance, SHORT, unixCarrier } from '@sockio/conformance'
import { afterAll, describe, test } from 'vitest'
import { sio } from './shim.ts'

conformance(sio, { describe, test, afterAll }, unixCarrier(SHORT))
