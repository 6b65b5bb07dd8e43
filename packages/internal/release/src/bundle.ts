/** Writes the ES module of a flavour, in its `dist`. */
import { build } from 'esbuild'
import { errorsByName } from './errors-by-name.ts'

await build({
  entryPoints: ['src/index.ts'],
  outdir: 'dist',
  bundle: true,
  packages: 'external',
  platform: 'node',
  format: 'esm',
  target: 'node22',
  logLevel: 'warning',
  plugins: [errorsByName],
})
