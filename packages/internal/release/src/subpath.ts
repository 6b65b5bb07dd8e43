/**
 * Writes what `import` and `require()` load of a package by a path of its own, in its `dist`: the names that the source of
 * that path exports, out of the one bundle, so that there is one copy of each class.
 */
import { writeFileSync } from 'node:fs'
import { build } from 'esbuild'

const [name = ''] = process.argv.slice(2)
const { metafile } = await build({
  entryPoints: [`src/${name}.ts`],
  bundle: true,
  packages: 'external',
  platform: 'node',
  format: 'esm',
  metafile: true,
  write: false,
})
const names = Object.values(metafile.outputs)
  .flatMap((output) => output.exports)
  .join(', ')
writeFileSync(`dist/${name}.js`, `export { ${names} } from './index.js'\n`)
writeFileSync(`dist/${name}.cjs`, `const { ${names} } = require('./index.cjs')\nmodule.exports = { ${names} }\n`)
