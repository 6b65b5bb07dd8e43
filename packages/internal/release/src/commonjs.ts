/** Writes what `require()` and TypeScript's CommonJS resolutions take of a package beside its ES module, in its `dist`. */
import { globSync, readFileSync, writeFileSync } from 'node:fs'
import { build } from 'esbuild'
import { errorsByName } from './errors-by-name.ts'

await build({
  entryPoints: ['src/index.ts'],
  outfile: 'dist/index.cjs',
  bundle: true,
  packages: 'external',
  platform: 'node',
  format: 'cjs',
  target: 'node22',
  plugins: [errorsByName],
})

/** The types are the same: only the files that they are made of go by the names of the other kind of module. */
for (const file of globSync('dist/**/*.d.ts')) {
  const types = readFileSync(file, 'utf8').replaceAll(/(from |import\()(['"])(\.[^'"]+)\.ts\2/g, '$1$2$3.cjs$2')
  writeFileSync(file.replace(/\.d\.ts$/, '.d.cts'), types)
}
