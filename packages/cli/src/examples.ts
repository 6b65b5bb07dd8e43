/** The end of a command's help: what people type. */
import type { Command } from 'commander'

/** Adds examples to a command: what each does, and the line to type. */
export function withExamples(command: Command, examples: readonly (readonly [what: string, line: string])[]): Command {
  const lines = examples.map(([what, line]) => `  # ${what}\n  $ ${line}\n`)
  return command.addHelpText('after', `\nExamples:\n${lines.join('\n')}`)
}
