/**
 * A plugin of esbuild for flavours, whose `export * from '@sockio/core/errors'` becomes the names, out of the bundle of the
 * engine that they load anyway: one file less to find and to read when a program starts.
 */
import { fileURLToPath } from 'node:url'
import type { Plugin } from 'esbuild'

const errors = fileURLToPath(new URL('../../../core/dist/errors.js', import.meta.url))

export const errorsByName: Plugin = {
  name: 'errors by name',
  setup(build) {
    build.onResolve({ filter: /^@sockio\/core\/errors$/ }, () => ({ path: errors }))
    build.onResolve({ filter: /^\.\/index\.js$/ }, ({ importer }) =>
      importer === errors ? { path: '@sockio/core', external: true } : undefined,
    )
  },
}
