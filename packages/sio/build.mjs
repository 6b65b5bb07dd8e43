// @ts-check
/** Builds the package: the thread of the sockets first, whole, since its code is a text in the caller's. */
import { build } from 'esbuild'
import { errorsByName } from '../internal/release/src/errors-by-name.ts'

/** @type {import('esbuild').BuildOptions} */
const common = { bundle: true, platform: 'node', target: 'node22', logLevel: 'warning' }

// A text that is run has no place in the file system, and other runtimes run it as a module of another kind: this way to
// the modules of Node works in each.
const banner = 'const require = process.getBuiltinModule ?? globalThis.require;'
const worker = await build({
  ...common,
  entryPoints: ['src/worker.ts'],
  format: 'iife',
  banner: { js: banner },
  minifySyntax: true,
  minifyWhitespace: true, // and no names: they are in the stack of an error
  write: false,
})
const code = worker.outputFiles[0]?.text ?? ''

await build({
  ...common,
  entryPoints: ['src/index.ts'],
  format: 'esm',
  packages: 'external',
  outdir: 'dist',
  plugins: [
    errorsByName,
    {
      name: 'worker-code',
      setup: ({ onLoad }) =>
        onLoad({ filter: /worker-code\.ts$/ }, () => ({
          contents: `export const workerCode = ${JSON.stringify(code)}`,
        })),
    },
  ],
})
