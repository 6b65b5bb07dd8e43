/** The simulated instruments of these examples: tells the port that it listens on in shared memory. */
import { workerData } from 'node:worker_threads'
import { scope, scpi, simulate } from '@sockio/sim'

const { name, shared } = workerData as { readonly name: 'scope' | 'supply'; readonly shared: Int32Array }

/** A power supply with 50 ohm at its output. */
function supply() {
  let volts = 0
  let on = false
  return scpi({
    VOLTage: (call) => {
      volts = call.number(0, 30)
    },
    'OUTPut[:STATe]': (call) => {
      on = call.boolean()
    },
    'MEASure:CURRent?': () => (on ? volts / 50 : 0).toFixed(4),
  })
}

const device = await simulate(name === 'scope' ? scope() : supply())
Atomics.store(shared, 0, device.port)
Atomics.notify(shared, 0)
