/** A page that a reader follows from its first line to its last: what to type, which files to save, what then is to be seen. */
import { FLAVOURS, type Flavour } from '../../../../docs/src/flavours.ts'
import { task, taskOf } from '../../../../docs/src/programs.ts'

export interface Command {
  readonly kind: 'command'
  readonly text: string
  /** What the page shows below it; nothing where it shows nothing. */
  readonly output: string
}

export interface File {
  readonly kind: 'file'
  readonly name: string
  readonly content: string
}

/** A program in each flavour: readers save that of theirs, and run it. */
export interface Programs {
  readonly kind: 'programs'
  readonly name: string
  /** What the page says to type for it. */
  readonly command: string
  readonly codes: Readonly<Record<Flavour, string>>
  /** What each is to show; undefined where the page does not show it. */
  readonly output: string | undefined
}

export type Step = Command | File | Programs

/** A block of code; or a link to the programs of a task, alone in its paragraph. */
const PART = /^```([^\n]*)\n([\s\S]*?)^```$|^\[[^\]]*\]\(\.\.\/(programs\/[^)]*)\)$/gm

/** The commands of a block: each line, or those behind a `$`, with what follows them. */
function commands(block: string): Command[] {
  const lines = block.trimEnd().split('\n')
  if (!block.startsWith('$ ')) return lines.map((text) => ({ kind: 'command', text, output: '' }))
  return block
    .split(/^\$ /m)
    .slice(1)
    .map((typed) => {
      const end = typed.indexOf('\n')
      return { kind: 'command', text: typed.slice(0, end), output: typed.slice(end + 1) }
    })
}

/** What the page tells its reader to do, in order. */
export function steps(page: string): readonly Step[] {
  let before = 0
  return [...page.matchAll(PART)].flatMap(
    ({ 0: whole, 1: language = '', 2: content = '', 3: folder, index }): readonly Step[] => {
      const told = page.slice(before, index)
      before = index + whole.length
      if (language === 'console') return commands(content)
      if (language === 'text') return [] // what several programs show
      const name = /\bSave\s+this\s+as\s+`([^`]+)`/.exec(told)?.[1]
      if (name === undefined) throw new Error(`no file is named for the program:\n${whole}`)
      return [folder === undefined ? { kind: 'file', name, content } : programs(folder, name, told)]
    },
  )
}

/** @param told what the page says of them: `run` and the command */
function programs(folder: string, name: string, told: string): Programs {
  const command = /\brun\s+`(node [^`]+)`/.exec(told)?.[1]
  const shown = taskOf(`docs/${folder}`)
  if (command === undefined || shown === undefined) throw new Error(`no command, or no programs: ${folder}`)
  const { parts } = task(shown)
  const codes = FLAVOURS.map((flavour) => {
    const part = parts[flavour]
    if (part.kind === 'none') throw new Error(`${folder} has no program of ${flavour}`)
    return [flavour, part] as const
  })
  return {
    kind: 'programs',
    name,
    command,
    codes: Object.fromEntries(codes.map(([flavour, { code }]) => [flavour, code])) as Record<Flavour, string>,
    output: parts.aio.kind === 'program' ? parts.aio.output : undefined,
  }
}
