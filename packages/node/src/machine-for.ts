/** The machine of a connection; where that is recorded, what does so stands around it, and is loaded only then. */
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'
import { type Effects, Machine, type Recording, type Settings } from '@sockio/core'

/** What the module of a recording exports. It takes the machine's class from here: a thread may have its own. */
export interface Recorder {
  recorded(Plain: typeof Machine, recording: Recording, settings: Settings, effects: Effects): Machine
}

export function machineFor(recording: Recording | undefined, settings: Settings, effects: Effects): Machine {
  if (recording === undefined) return new Machine(settings, effects)
  const file = fileURLToPath(recording.module)
  const { recorded } = createRequire(file)(file) as Recorder
  return recorded(Machine, recording, settings, effects)
}
