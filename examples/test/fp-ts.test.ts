/** The flavour of the guide does what every flavour does: with `TABLE=whole` all of it, else the sections in which it could show. */
import { type Carrier, conformance, SHORT } from '@sockio/conformance'
import { afterAll, describe, test } from 'vitest'
import { fpTs } from './fp-ts-shim.ts'

const some: Carrier = { name: 'TCP', place: () => ({}), skips: {}, sections: SHORT }

conformance(fpTs, { describe, test, afterAll }, process.env.TABLE === 'whole' ? undefined : some)
