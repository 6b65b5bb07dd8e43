/** The table of behaviours that every flavour shares. */
import { conformance } from '@sockio/conformance'
import { afterAll, describe, test } from 'vitest'
import { legacy } from './shim.ts'

conformance(legacy, { describe, test, afterAll })
