/** Which instrument an example talks to: the one given on the command line, else a simulated one. */
import { type DeviceFunction, scope, simulate } from '@sockio/sim'

export interface Instrument extends AsyncDisposable {
  readonly host: string
  readonly port: number
}

/** `node example.ts [host port]` */
export async function instrument(simulated: DeviceFunction = scope()): Promise<Instrument> {
  const [host, port] = process.argv.slice(2)
  if (host === undefined) return await simulate(simulated)
  return { host, port: Number(port ?? 5025), [Symbol.asyncDispose]: async () => {} }
}
