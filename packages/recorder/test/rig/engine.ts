/** Random inputs of the engine, by the player of its own tests, recorded; and what a recording comes to when it is played. */
import { Machine } from '../../../core/src/index.ts'
import { Player } from '../../../core/test/rig/player.ts'
import { beginning } from '../../src/beginning.ts'
import { parseRecording, play, type Recorded } from '../../src/index.ts'
import { type MachineClass, recordedMachine } from '../../src/recorded-machine.ts'
import { microseconds, Tape } from '../../src/tape-line.ts'

export type Move = readonly [what: string, a: number, b: number]

type Settings = ConstructorParameters<typeof Player>[0]

/** Plays these moves, and gives the recording of it. */
export function record(settings: Settings, moves: readonly Move[]): string {
  const player = new Player(settings)
  const { rig } = player
  rig.outputs.time = 12.345_678_9 // clocks tell fractions that no recording holds
  const tape = new Tape(() => microseconds(rig.outputs.time), 65_536)
  const lines: string[] = [beginning(tape.t, rig.machine.link.settings, undefined)]
  tape.to({ lines: (text) => lines.push(String(text)), failed: () => undefined, waiting: () => undefined })
  const Recorded = recordedMachine(Machine as unknown as MachineClass)
  Object.assign(rig, { machine: new Recorded(tape, rig.machine.link.settings, rig.outputs as never) })
  for (const [what, a, b] of moves) player.moves[what]?.(a, b)
  player.finish()
  tape.flush()
  return lines.join('')
}

/** How many turns a recording has; throws where one of them is another when it is played again. */
export function replayed(text: string): number {
  const recording: Recorded = parseRecording(text)
  for (const { difference } of play(recording)) {
    if (difference !== undefined) throw new Error(`recorded ${difference.recorded}\nplayed   ${difference.played}`)
  }
  return recording.turns.length
}
