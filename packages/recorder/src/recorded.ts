/** What stands between the driver of a recorded connection and its engine. */
import type { Effects, Machine, Recording, Settings } from '@sockio/core'
import { beginning, isAtRest } from './beginning.ts'
import { type MachineClass, recordedMachine } from './recorded-machine.ts'
import type { FileRecording } from './recorder.ts'
import { PARTS, Ring } from './ring.ts'
import { FileSink } from './sink.ts'
import { microseconds, Tape } from './tape-line.ts'

/** Written at once when there is so much. */
const BATCH = 256 * 1024

/** For the driver: a machine that is recorded as `recorder` has said. */
export function recorded(Plain: MachineClass, recording: Recording, settings: Settings, effects: Effects): Machine {
  const { file, last } = recording as FileRecording
  const tape = new Tape(() => microseconds(effects.now()), last === undefined ? BATCH : Math.min(BATCH, last / PARTS))
  const ended = (error: unknown) => {
    if (tape.over) return
    tape.over = true
    const why = error instanceof Error ? error.message : String(error)
    process.emitWarning(`the recording ${file} has ended: ${why}`, { code: 'SOCKIO_RECORDING', type: 'SockioWarning' })
  }
  const machine = new (recordedMachine(Plain))(tape, settings, effects)
  const first = beginning(tape.t, settings, undefined)
  if (last === undefined) {
    tape.to(new FileSink(file, ended))
    tape.write(first)
  } else {
    const again = () => {
      const rests = isAtRest(machine.link) && !machine.trailing
      return rests ? beginning(tape.t, settings, machine.link) : undefined
    }
    tape.to(new Ring(file, last, first, again, ended))
  }
  return machine
}
