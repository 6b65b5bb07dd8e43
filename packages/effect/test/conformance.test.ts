/** The table of behaviours that every flavour shares. */
import { conformance } from '@sockio/conformance'
import { afterAll, describe, test } from 'vitest'
import { effect } from './shim.ts'

conformance(effect, { describe, test, afterAll })
