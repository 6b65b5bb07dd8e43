/** The recording of the README: it is well-formed, and it shows what the demo still does. */
import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { runsOf } from '../recording/capture.ts'
import { terminalSvg, wordsOf } from '../recording/terminal-svg.ts'

const examples = dirname(dirname(fileURLToPath(import.meta.url)))
const kept = await readFile(join(examples, '..', 'docs', 'media', 'demo.svg'), 'utf8')

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sockio-recording-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

/** Tags that open and close in their order, and no bare `&` or `<`: what an XML parser would insist on here. */
function malformations(svg: string): string[] {
  const wrong: string[] = []
  const open: string[] = []
  const text = svg.replace(
    /<(\/?)([a-z]+)((?:\s+[a-zA-Z:-]+="[^"<]*")*)\s*(\/?)>/g,
    (_, close, name, _attributes, empty) => {
      if (close === '/' && open.pop() !== name) wrong.push(`</${name}>`)
      if (close === '' && empty === '') open.push(name)
      return ''
    },
  )
  wrong.push(...open, ...(text.match(/<.{0,20}/g) ?? []), ...(text.match(/&(?!(?:amp|lt|gt|quot);).{0,20}/g) ?? []))
  return wrong
}

describe('the recording', () => {
  it('is well-formed', () => {
    expect(malformations(kept)).toEqual([])
    expect(malformations('<svg><g a="1"></svg> a & b')).not.toEqual([])
  })

  it('needs nothing from elsewhere, runs no script, and stands still for those who want that', () => {
    expect(kept.replace('xmlns="http://www.w3.org/2000/svg"', '')).not.toMatch(/https?:|<script|href|@import|url\(/)
    expect(kept).toContain('prefers-reduced-motion')
  })

  it('begins with all of it', () => {
    const frames = [...kept.matchAll(/@keyframes l\d+\{0%\{opacity:(\d)\}/g)].map((match) => match[1])
    expect(new Set(frames)).toEqual(new Set(['1']))
    expect(frames.length).toBeGreaterThan(15)
    expect(kept).toMatch(/@keyframes cover\{0%,[\d.]+%\{transform:scaleX\(0\)\}/)
  })

  it('shows what the demo does: if not, run `node examples/recording/record.ts`', async () => {
    const file = join(folder, 'demo.svg')
    await promisify(execFile)('node', [join(examples, 'recording', 'record.ts'), file], { timeout: 60_000 })
    const made = await readFile(file, 'utf8')
    expect(malformations(made)).toEqual([])
    expect(wordsOf(kept)).toEqual(wordsOf(made))
    expect(wordsOf(made).length).toBeGreaterThan(15)
  })

  it('takes colours apart', () => {
    expect(runsOf('a\x1b[36mb\x1b[39m\x1b[1mc\x1b[0md')).toEqual([
      { text: 'a', bold: false, colour: undefined },
      { text: 'b', bold: false, colour: 36 },
      { text: 'c', bold: true, colour: undefined },
      { text: 'd', bold: false, colour: undefined },
    ])
  })

  it('escapes what XML would take for its own', () => {
    const svg = terminalSvg('a && b', [{ time: 0, runs: [{ text: '<x> & "y"', bold: false, colour: undefined }] }])
    expect(malformations(svg)).toEqual([])
    expect(svg).toContain('&lt;x&gt; &amp; "y"')
  })
})
