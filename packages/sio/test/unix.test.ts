/** The table of behaviours over a Unix socket: with `TABLE=whole` its sections in which a carrier could show, else those in which the flavour meets it. */
import { conformance, SHORT, SHORTEST, unixCarrier } from '@sockio/conformance'
import { afterAll, describe, test } from 'vitest'
import { sio } from './shim.ts'

conformance(sio, { describe, test, afterAll }, unixCarrier(process.env.TABLE === 'whole' ? SHORT : SHORTEST))
