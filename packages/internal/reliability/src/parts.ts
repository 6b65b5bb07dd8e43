/** All parts, each with what it shows and where it runs. */
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { flavours } from './flavours.ts'
import { NAMESPACE, unable } from './network/ability.ts'
import type { Report, Scale } from './part.ts'
import { type Surroundings, spawnPart, spawnScript } from './spawn-part.ts'

export interface Part {
  readonly name: string
  /** Parts of the same turn run side by side; what is measured runs alone. */
  readonly turn: number
  run(scale: Scale): Promise<Report>
}

function part(name: string, turn: number, module: string, surroundings?: Surroundings, flavour?: string): Part {
  return { name, turn, run: (scale) => spawnPart(module, { ...scale, flavour }, surroundings) }
}

/** The versions that are supported besides the one that runs this; the package that tests releases has them. */
const OTHERS = ['22', '26']
const release = createRequire(new URL('../../release/package.json', import.meta.url))
const node = (version: string) => join(dirname(release.resolve(`node${version}/package.json`)), 'bin', 'node')

/** In a network of its own; what the machine does not allow is skipped, loudly. */
function networkPart(name: string, turn: number, module: string, flavour = 'aio'): Part {
  const within = part(`network, ${name}`, turn, module, { under: NAMESPACE }, flavour)
  return {
    ...within,
    async run(scale) {
      const why = unable()
      return why === undefined ? within.run(scale) : { figures: [], failures: [], skipped: why }
    },
  }
}

/** The engine without a network: against its model, and fuzzed; how long in seconds. */
const ENGINE = fileURLToPath(new URL('../../../core/test/tools/long.ts', import.meta.url))
const engine = ({ short, seed }: Scale) => spawnScript(ENGINE, [short ? '8' : '60', String(seed)])

/** Two flavours at a time: a process for each processor of a small machine. */
const MATRIX_TURNS = Math.ceil(flavours.length / 2)
const OUTSIDE = MATRIX_TURNS
const MEASURED = MATRIX_TURNS + 1
/**
 * A heap that an object for each line of a full buffer does not fit into. It is collected at a stop: on a busy machine, what is
 * no longer used would come faster than a collector beside the program finds it.
 */
const SMALL: Surroundings = { flags: ['--max-old-space-size=64', '--no-incremental-marking'] }
const AFTER_LEAKS = MEASURED + 2 + Math.ceil(flavours.length / 2)

export const parts: readonly Part[] = [
  ...flavours.map(({ name }, index) => part(`matrix, ${name}`, index >> 1, './matrix/matrix.ts', {}, name)),
  ...OTHERS.map((version): Part => {
    const run: Part['run'] = (scale) =>
      spawnPart('./matrix/matrix.ts', { ...scale, short: true, flavour: 'aio' }, { node: node(version) })
    return { name: `matrix, aio, Node ${version}`, turn: 0, run }
  }),
  ...flavours.map(({ name }) => networkPart(`vanished, ${name}`, OUTSIDE, './network/vanished.ts', name)),
  ...['aio', 'effect'].map((name) => networkPart(`slow and lossy, ${name}`, OUTSIDE, './network/slow.ts', name)),
  ...['aio', 'rx', 'effect'].map((name) => networkPart(`flapping, ${name}`, OUTSIDE, './network/flap.ts', name)),
  part('outages, rigctld', OUTSIDE, './kill/rigctld.ts'),
  part('outages, redis', OUTSIDE, './kill/redis.ts'),
  { name: 'engine, model and fuzz', turn: OUTSIDE, run: engine },
  part('herd', MEASURED, './herd/herd.ts'),
  part('load', MEASURED + 1, './load/load.ts'),
  ...flavours.map(({ name }, index) =>
    part(`leaks, ${name}`, MEASURED + 2 + (index >> 1), './load/leaks.ts', {}, name),
  ),
  part('slow consumer', AFTER_LEAKS, './load/slow-consumer.ts'),
  ...flavours.map(({ name }, index) => part(`flood, ${name}`, AFTER_LEAKS + 1 + index, './flood/flood.ts', {}, name)),
  ...flavours.map(({ name }, index) =>
    part(
      `small lines, ${name}`,
      AFTER_LEAKS + 1 + flavours.length + (index >> 1),
      './flood/small-lines.ts',
      SMALL,
      name,
    ),
  ),
]
