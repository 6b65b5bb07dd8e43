/** What a package weighs: bundled with what it needs of this repository, minified and gzipped, as a user would ship it. */
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { build } from 'esbuild'

export interface Size {
  /** Bytes. */
  readonly gzipped: number
  /** Modules outside this repository that it imports, Node's own left out. */
  readonly dependencies: readonly string[]
}

/** `peers` are what its users bring themselves. */
export async function sizeOf(name: string, peers: readonly string[] = []): Promise<Size> {
  const { outputFiles, metafile } = await build({
    stdin: { contents: `export * from '${name}'`, resolveDir: fileURLToPath(new URL('.', import.meta.url)) },
    bundle: true,
    write: false,
    minify: true,
    metafile: true,
    platform: 'node',
    format: 'esm',
    external: [...peers],
    logLevel: 'error',
  })
  const inputs = Object.keys(metafile.inputs).filter((input) => input.includes('node_modules/'))
  return {
    gzipped: gzipSync(outputFiles[0]?.contents ?? new Uint8Array(0), { level: 9 }).length,
    dependencies: inputs,
  }
}
