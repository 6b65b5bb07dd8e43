/** Fuzz target: the bytes are a programme, of inputs of the whole engine; what must hold after each input is the player's. */
import { join } from 'node:path'
import type { FuzzTarget } from '@sockio/fuzz'
import { Player } from '../rig/player.ts'

const NEVER = Number.POSITIVE_INFINITY
const names = Object.keys(new Player({}).moves)

/** Four bytes of settings, then three for each move. */
function run(input: Uint8Array): void {
  const [a = 0, b = 0, c = 0, d = 0] = input
  const player = new Player({
    pipeline: 1 + (a % 4),
    resync: a & 4 ? 'discard' : 'reconnect',
    autoReconnect: (a & 24) !== 24,
    hook: (b & 3) === 3,
    pacing: b & 4 ? 10 : 0,
    staleInput: b & 8 ? 'keep' : 'discard',
    freshFor: d & 4 ? 3 : NEVER,
    quiet: d & 2 ? 20 : 0,
    connectionTimeout: b & 16 ? 30 : NEVER,
    bufferSize: c & 1 ? 8 : 64,
    maxQueue: 3,
    reconnect: c & 2 ? { retries: 2, minDelay: 10 } : { retries: 0 },
  })
  if (d & 1) player.rig.open()
  for (let i = 4; i + 2 < input.length && i < 400; i += 3) {
    const move = names[(input[i] as number) % names.length] as string
    player.moves[move]?.((input[i + 1] as number) % 60, (input[i + 2] as number) % 60)
    if (player.broken !== undefined) throw new Error(`after ${move}: ${player.broken}`)
  }
  const broken = player.finish()
  if (broken !== undefined) throw new Error(`in the end: ${broken}`)
}

/** Each move once, a few at a time. */
const seeds = Array.from({ length: 8 }, (_, k) =>
  Uint8Array.from([k, k, k, 1, ...names.flatMap((_, i) => [i * (k + 1), k, i])]),
)

export const engine: FuzzTarget = {
  name: 'the engine',
  code: [join(import.meta.dirname, '../../src/')],
  seeds,
  words: [],
  run,
}
