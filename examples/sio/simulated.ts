/** The simulated instruments of these examples: tells the port that it listens on in shared memory. */
import { workerData } from 'node:worker_threads'
import { scope, simulate } from '@sockio/sim'
import { simulatedSupply } from '../drivers/simulated.ts'

const { name, shared } = workerData as { readonly name: 'scope' | 'supply'; readonly shared: Int32Array }

const device = await simulate(name === 'scope' ? scope() : simulatedSupply())
Atomics.store(shared, 0, device.port)
Atomics.notify(shared, 0)
