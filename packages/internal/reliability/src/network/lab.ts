/**
 * A client and an instrument in network namespaces of their own, with a wire between them. Namespaces without a name end
 * with their processes, whatever ends those, so that nothing has to be removed. The addresses are those of RFC 5737.
 */
import { execFile } from 'node:child_process'
import { writeFile } from 'node:fs/promises'
import { promisify } from 'node:util'
import type { DeviceOptions } from '../instrument/devices.ts'
import { Instrument } from '../instrument/instrument.ts'
import { NAMESPACE } from './ability.ts'
import { Wire } from './wire.ts'

const run = promisify(execFile)

const CLIENT = '192.0.2.1'
const HOST = '192.0.2.2'
const PORT = 5025

export interface Lab extends AsyncDisposable {
  readonly host: string
  readonly port: number
  readonly wire: Wire
  readonly instrument: Instrument
}

async function plugIn(device: string, address: string, peer: string, inside: readonly string[] = []): Promise<void> {
  for (const line of [`link set lo up`, `addr add ${address} peer ${peer} dev ${device}`, `link set ${device} up`]) {
    const [command = 'ip', ...args] = [...inside, 'ip', ...line.split(' ')]
    await run(command, args)
  }
}

/** This process must be in a namespace of its own already. Several devices are on consecutive ports. */
export async function startLab(options: DeviceOptions = {}, devices = 1): Promise<Lab> {
  const instrument = await Instrument.start(NAMESPACE)
  const wire = await Wire.start()
  await instrument.ask('start', devices, '0.0.0.0', PORT, options) // it has left our namespace by now
  await run('ip', ['link', 'set', 'wire1', 'netns', String(instrument.pid)])
  await plugIn('wire0', CLIENT, HOST)
  await plugIn('wire1', HOST, CLIENT, ['nsenter', '--net', '--target', String(instrument.pid)])
  return {
    host: HOST,
    port: PORT,
    wire,
    instrument,
    async [Symbol.asyncDispose]() {
      await wire[Symbol.asyncDispose]()
      await instrument[Symbol.asyncDispose]()
    },
  }
}

/** Sets a limit of the kernel's TCP, for this namespace alone. */
export function tune(name: string, value: number): Promise<void> {
  return writeFile(`/proc/sys/net/ipv4/${name}`, String(value))
}
