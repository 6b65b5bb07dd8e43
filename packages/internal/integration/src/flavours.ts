/** The flavours, each through the shim that it has for the conformance suite. */
import type { Subject } from '@sockio/conformance'
import { aio } from '../../../aio/test/shim.ts'
import { effect } from '../../../effect/test/shim.ts'
import { legacy } from '../../../legacy/test/shim.ts'
import { rx } from '../../../rx/test/shim.ts'
import { sio } from '../../../sio/test/shim.ts'

export const flavours: readonly Subject[] = [aio, rx, effect, legacy, sio]
