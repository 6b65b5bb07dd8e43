/** The proof of what hubs on NATS survive, in its short form: `npm run hub:proof` is the whole. */
import { missing, nats } from '@sockio/integration'
import { describe, expect, it } from 'vitest'
import { natsParts } from '../../proof/nats/parts.ts'

/** Enough for each part to happen once. */
const SHORT = 0.005

describe.skipIf(missing(nats))('hubs on NATS', () => {
  it.each(natsParts.map((part) => [part.name, part.says, part] as const))('%s: %s', async (_name, _says, part) => {
    const { figures, faults } = await part.run(SHORT)
    console.log(part.name, figures)
    expect(faults).toEqual([])
  })
})
