/** What `sockio hub` does: serves until a signal ends it, and then lets what is under way end. */
import { once } from 'node:events'
import { dirname, resolve } from 'node:path'
import { Hub, type NatsSettings, type Network } from '@sockio/hub'
import { note } from '../console.ts'
import { CommandError, complain, exitCodes } from '../failure.ts'
import { loadSettings, wrongConfig } from './settings.ts'

/** Serves what `file` says; names of files in it are relative to its folder. */
export async function serve(file: string, signal: AbortSignal): Promise<void> {
  const settings = await loadSettings(file)
  const alone = Object.entries(settings.instruments).find(([, { listen = [] }]) => listen.length === 0)
  if (alone !== undefined && settings.nats === undefined) {
    throw new CommandError(`${file}: instruments.${alone[0]}: nobody can reach it: give it a "listen"`, exitCodes.usage)
  }
  const folder = dirname(resolve(file))
  const hub = await start()
  if (hub.statusUrl !== undefined) note(`status on ${hub.statusUrl}`)
  if (!signal.aborted) await once(signal, 'abort')
  await hub.close()

  /** What a hub of this machine alone never loads. */
  async function join(nats: NatsSettings): Promise<Network> {
    const { joinNats } = await import('@sockio/hub/nats')
    return await joinNats(nats, folder)
  }

  async function start(): Promise<Hub> {
    let network: Network | undefined
    try {
      network = settings.nats && (await join(settings.nats))
      return await Hub.start(settings, {
        folder,
        network,
        serving: (line) => process.stdout.write(`${line}\n`),
        onError: (error) => complain(error),
      })
    } catch (error) {
      await network?.close(async () => undefined)
      throw wrongConfig(file, error)
    }
  }
}
