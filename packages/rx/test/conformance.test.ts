/** The table of behaviours that every flavour shares. */
import { conformance } from '@sockio/conformance'
import { afterAll, describe, test } from 'vitest'
import { rx } from './shim.ts'

conformance(rx, { describe, test, afterAll })
