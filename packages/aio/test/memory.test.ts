/** The table of behaviours over memory: the same engine, and no socket of the system. */
import { conformance, memoryCarrier } from '@sockio/conformance'
import { registerScheme } from '@sockio/node'
import { memory } from '@sockio/sim'
import { afterAll, describe, test } from 'vitest'
import { aio } from './shim.ts'

registerScheme('memory', memory)
conformance(aio, { describe, test, afterAll }, memoryCarrier())
