/** The garbage collector, called by hand. */
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

/** Frees what nobody holds. The global is there with the flag `--expose-gc`, the only way where V8 is not the engine. */
export const collectGarbage: () => void = globalThis.gc ?? exposed()

/** Frees what is young and held by nobody, but by what is old. V8 alone tells them apart. */
export function collectYoung(): void {
  ;(collectGarbage as (what?: { readonly type: 'minor' }) => void)({ type: 'minor' })
}

function exposed(): () => void {
  setFlagsFromString('--expose-gc')
  return runInNewContext('gc') as () => void
}
