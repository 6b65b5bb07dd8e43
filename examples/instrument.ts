/** Which instrument an example talks to: the one given on the command line, else a simulated oscilloscope. */
import { scope, simulate } from '@sockio/sim'

export interface Instrument extends AsyncDisposable {
  readonly host: string
  readonly port: number
}

/** `node example.ts [host port]` */
export async function instrument(): Promise<Instrument> {
  const [host, port] = process.argv.slice(2)
  if (host === undefined) return await simulate(scope())
  return { host, port: Number(port ?? 5025), [Symbol.asyncDispose]: async () => {} }
}
