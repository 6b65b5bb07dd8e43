/** The garbage collector, called by hand. */
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

/** Frees what nobody holds. The global is there with the flag `--expose-gc`, the only way where V8 is not the engine. */
export const collectGarbage: () => void = globalThis.gc ?? exposed()

function exposed(): () => void {
  setFlagsFromString('--expose-gc')
  return runInNewContext('gc') as () => void
}
