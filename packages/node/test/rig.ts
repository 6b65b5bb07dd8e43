/** A connection to a simulated device, closed at the end of its block, and its calls as promises for the tests' sake. */
import { address } from '@sockio/core'
import { type Device, type SimulatedDevice, simulate } from '@sockio/sim'
import { type Call, Connection, type ConnectOptions, type TimeSource } from '../src/index.ts'

export interface Rig extends AsyncDisposable {
  readonly device: SimulatedDevice
  readonly connection: Connection
}

/** `time`: the clock of its limits and delays, by default that of the system. */
export async function rig(device: Device, options: ConnectOptions<never> = {}, time?: TimeSource): Promise<Rig> {
  const simulated = await simulate(device)
  const connection = new Connection(address(simulated.host, simulated.port), options, undefined, time)
  return {
    device: simulated,
    connection,
    [Symbol.asyncDispose]: async () => {
      await new Promise<void>((resolve) => connection.dispose(resolve))
      await simulated.close()
    },
  }
}

export function run<T>(connection: Connection, call: Call<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    connection.start(call, { onValue: resolve, onError: reject })
  })
}
