/** The table of behaviours that every flavour shares. */
import { conformance } from '@sockio/conformance'
import { afterAll, describe, test } from 'vitest'
import { sio } from './shim.ts'

conformance(sio, { describe, test, afterAll })
