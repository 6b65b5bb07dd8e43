/** The sources import the engine and themselves only, and know no platform: they run in a browser too. */
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'

const folder = join(import.meta.dirname, '../src')
const files = globSync('**/*.ts', { cwd: folder })
const FORBIDDEN =
  /\b(Buffer|process|setTimeout|setInterval|setImmediate|queueMicrotask|async|await|Date|performance|console|require|fetch|Math\.random)\b/

/** The code without comments and strings, in which anything may be said. */
function code(source: string): string {
  return source
    .replace(/\/\*[\s\S]*?\*\//g, '')
    .replace(/\/\/.*$/gm, '')
    .replace(/'(?:[^'\\\n]|\\.)*'/g, "''")
    .replace(/`(?:[^`\\]|\\.)*`/g, (template) =>
      [...template.matchAll(/\$\{([^}]*)\}/g)].map(([, inner]) => inner).join(';'),
    )
}

describe('the sources', () => {
  it('are there', () => expect(files.length).toBeGreaterThan(2))

  for (const file of files) {
    const source = readFileSync(join(folder, file), 'utf8')

    it(`${file} imports nothing but the engine and itself`, () => {
      const modules = [...source.matchAll(/(?:from|import)\s*\(?\s*'([^']+)'/g)].map(([, module = '']) => module)
      const own = (module: string) =>
        /^\.\.?\/.*\.ts$/.test(module) && join(folder, file, '..', module).startsWith(folder)
      expect(modules.filter((module) => module !== '@sockio/core' && !own(module))).toEqual([])
    })

    it(`${file} knows no platform, clock or timer`, () => expect(code(source).match(FORBIDDEN)?.[0]).toBeUndefined())

    it(`${file} opens with a sentence on what it is`, () => expect(source).toMatch(/^\/\*\*\s+(\* )?\S/))
  }

  it('would be caught: the pattern finds what it forbids', () => {
    for (const bad of ['Buffer.from(x)', 'await x', 'x = new Date()', 'setTimeout(f)', `\`\${process.pid}\``]) {
      expect(code(bad)).toMatch(FORBIDDEN)
    }
    expect(code("// a Buffer\nconst x = 'await' /* Date */")).not.toMatch(FORBIDDEN)
  })
})
