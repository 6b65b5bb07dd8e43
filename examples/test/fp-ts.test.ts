/** The flavour of the guide does what every flavour does. */
import { conformance } from '@sockio/conformance'
import { afterAll, describe, test } from 'vitest'
import { fpTs } from './fp-ts-shim.ts'

conformance(fpTs, { describe, test, afterAll })
