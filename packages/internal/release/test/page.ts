/** A page that a reader follows from its first line to its last: what to type, which files to save, what then is to be seen. */

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

const BLOCK = /^```([^\n]*)\n([\s\S]*?)^```$/gm

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
export function steps(page: string): readonly (Command | File)[] {
  let before = 0
  return [...page.matchAll(BLOCK)].flatMap(
    ({ 0: whole, 1: language = '', 2: content = '', index }): (Command | File)[] => {
      const told = page.slice(before, index)
      before = index + whole.length
      if (language === 'console') return commands(content)
      if (language === 'text') return [] // what several programs show
      const name = /\bSave\s+this\s+as\s+`([^`]+)`/.exec(told)?.[1]
      if (name === undefined) throw new Error(`no file is named for the program:\n${content}`)
      return [{ kind: 'file', name, content }]
    },
  )
}
