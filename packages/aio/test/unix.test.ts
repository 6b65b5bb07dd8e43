/** The table of behaviours over a Unix socket: with `TABLE=whole` all of it, else its sections in which a carrier could show. */
import { conformance, SHORT, unixCarrier } from '@sockio/conformance'
import { afterAll, describe, test } from 'vitest'
import { aio } from './shim.ts'

conformance(aio, { describe, test, afterAll }, unixCarrier(process.env.TABLE === 'whole' ? undefined : SHORT))
