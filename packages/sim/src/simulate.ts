/** The one function that starts a simulation. */
import { type Device, deviceFunction } from './device.ts'
import { type SimulateOptions, settings } from './options.ts'
import type { SimulatedDevice } from './simulated-device.ts'
import { Simulator } from './simulator.ts'

/**
 * Plays an instrument on a real TCP port; resolves when it listens.
 *
 * @param device a table of replies by request, or a function `(request, session) => reply`, also async; `scope()`,
 *   `scpi()`, `echo()` and `silent()` make such functions
 * @param options address, ends of line, faults and TLS; by default a free port of 127.0.0.1, `'\n'` or what the device says,
 *   none and no TLS
 * @throws {TypeError | RangeError} (as a rejection, before anything is opened) naming a bad or unknown argument; the
 *   system's error when the port can't be listened on
 * @example
 * await using device = await simulate({ '*IDN?': 'ACME,MODEL,1234,1.0', 'SLOW?': delay(50, 'x') })
 * const socket = connect(device.port, device.host)
 */
export async function simulate(device: Device, options: SimulateOptions = {}): Promise<SimulatedDevice> {
  const answer = deviceFunction(device)
  const simulator = new Simulator(answer, settings(options, answer.defaults))
  try {
    await simulator.open()
  } catch (error) {
    await simulator.close()
    throw error
  }
  return simulator
}
