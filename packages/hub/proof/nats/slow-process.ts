/** Listens to the lines of an instrument, until it is stopped. */
import { connect } from '@nats-io/transport-node'
import { settings } from './child.ts'

const { servers } = settings<{ readonly servers: string }>()
const nats = await connect({ servers })
nats.subscribe('lab.psu1.lines', { callback: () => undefined })
await nats.flush()
process.send?.({ listens: true })
