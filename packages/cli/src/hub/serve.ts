/** What `sockio hub` does: serves until a signal ends it, and then lets what is under way end. */
import { once } from 'node:events'
import { dirname, resolve } from 'node:path'
import { Hub } from '@sockio/hub'
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
  const hub = await start()
  if (hub.statusUrl !== undefined) note(`status on ${hub.statusUrl}`)
  if (!signal.aborted) await once(signal, 'abort')
  await hub.close()

  async function start(): Promise<Hub> {
    try {
      return await Hub.start(settings, {
        folder: dirname(resolve(file)),
        serving: (line) => process.stdout.write(`${line}\n`),
        onError: (error) => complain(error),
      })
    } catch (error) {
      throw wrongConfig(file, error)
    }
  }
}
