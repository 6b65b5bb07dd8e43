import { renameSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Bench } from '../../../test/run-program.ts'

const vitest = join(
  fileURLToPath(import.meta.resolve('vitest/package.json')),
  '..',
  'vitest.mjs',
)

/** The reader saves it as supply.test.ts, and runs vitest. */
export const around: Bench['around'] = async ({ folder, flavour }) => {
  renameSync(join(folder, `${flavour}.ts`), join(folder, 'supply.test.ts'))
  return { args: [vitest, 'run', '--reporter=verbose', '--testTimeout=60000'] } // a busy machine is no failure
}
