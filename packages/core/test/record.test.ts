/** The cut of the engine: each field of the record has one file that writes it, and each file knows only what is below it. */
import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'

const folder = new URL('../src/', import.meta.url)
const source = (file: string) => readFileSync(new URL(file, folder), 'utf8')

/** The files that decide, from the top down. */
const floors = [
  ['machine.ts'],
  ['lifecycle.ts'],
  ['recovery.ts', 'admission.ts'],
  ['scheduler.ts'],
  ['sessions.ts'],
  ['abandon.ts'],
  ['streams.ts', 'circumstances.ts'],
  ['silence.ts'],
  ['ledger.ts'],
  ['link.ts'],
]

/** The fields of the record, by the heading of the group that they stand in: the file that may write them. */
function writers(): Map<string, string> {
  const owners = new Map<string, string>()
  let owner: string | undefined
  for (const text of source('link.ts').split('\n')) {
    if (/^ {2}constructor/.test(text)) break
    owner = /^ {2}\/\/ ---- (\S+)$/.exec(text)?.[1] ?? owner
    const field = /^ {2}(?:readonly )?(\w+)(?:: [^=]+)? = /.exec(text)?.[1]
    if (field !== undefined && owner !== undefined) owners.set(field, owner)
  }
  return owners
}

const ASSIGNED = /\blink\.(\w+)(?:\+\+|--| (?:[-+]|\|\||&&|\?\?)?= )/g

/** Each place where a field of the record is assigned: who writes what. */
function* assignments(): Generator<readonly [file: string, field: string]> {
  for (const file of readdirSync(folder).filter((name) => name.endsWith('.ts'))) {
    for (const [, field = ''] of source(file).matchAll(ASSIGNED)) yield [file, field]
  }
}

describe('the record', () => {
  it('has groups, and they are written', () => {
    const written = new Set([...assignments()].map(([, field]) => field))
    expect(writers().size).toBeGreaterThan(25)
    const neverWritten = [...writers().keys()].filter((field) => !written.has(field))
    expect(neverWritten).toEqual(['opening', 'written']) // a set and a queue, which stay the same
  })

  it('has one writer per field', () => {
    const owners = writers()
    const wrong = [...assignments()].filter(([file, field]) => owners.get(field) !== file)
    expect(wrong.map(([file, field]) => `${file} writes ${field} of ${owners.get(field)}`)).toEqual([])
  })
})

describe('imports run down', () => {
  const floorOf = (file: string) => floors.findIndex((files) => files.includes(file))

  it.each(floors.flat())('%s', (file) => {
    const imported = [...source(file).matchAll(/from '\.\/([\w-]+\.ts)'/g)].map(([, name = '']) => name)
    const decide = imported.filter((name) => floorOf(name) >= 0)
    expect(decide.filter((name) => floorOf(name) <= floorOf(file))).toEqual([])
    if (file !== 'link.ts') expect(decide).toContain('link.ts')
  })

  it('what the record is made of knows nothing of it', () => {
    const data = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(
      (name) => name.endsWith('.ts') && name !== 'index.ts' && floorOf(name) < 0,
    )
    expect(data.length).toBeGreaterThan(25)
    const known = floors.flat().map((name) => `/${name}'`)
    expect(data.filter((name) => known.some((end) => source(name).includes(end)))).toEqual([])
  })
})
