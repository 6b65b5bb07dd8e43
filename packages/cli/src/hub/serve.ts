/** What `sockio hub` does: serves until a signal ends it, and then lets what is under way end. */
import { once } from 'node:events'
import { dirname, resolve } from 'node:path'
import { Hub, type HubSettings, type NatsSettings, type Network } from '@sockio/hub'
import { note } from '../console.ts'
import { CommandError, complain, exitCodes } from '../failure.ts'
import { recording } from '../link.ts'
import { loadSettings, wrongConfig } from './settings.ts'

/**
 * Serves what `file` says; names of files in it are relative to its folder.
 *
 * @param record where the connections to the instruments are recorded
 */
export async function serve(file: string, record: string | undefined, signal: AbortSignal): Promise<void> {
  const settings = recorded(await loadSettings(file), record)
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

/** Each instrument with a recording of its own, whose file is named as that of a second connection is. */
function recorded(settings: HubSettings, file: string | undefined): HubSettings {
  const record = recording(file)
  const instruments = Object.entries(settings.instruments).map(
    ([name, instrument]) => [name, { ...instrument, options: { ...instrument.options, ...record } }] as const,
  )
  return file === undefined ? settings : { ...settings, instruments: Object.fromEntries(instruments) }
}
