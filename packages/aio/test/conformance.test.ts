/** The table of behaviours that every flavour shares. */
import { conformance } from '@sockio/conformance'
import { afterAll, describe, test } from 'vitest'
import { aio } from './shim.ts'

conformance(aio, { describe, test, afterAll })
