/** The commands of a definition that are SCPI, and those that every SCPI instrument has besides. */
import type { DeviceSession } from '../device.ts'
import { CommandTree } from '../scpi/command-tree.ts'
import type { ScpiCommands, ScpiHandler } from '../scpi/commands.ts'
import { commonCommands } from '../scpi/common-commands.ts'
import { spellings } from '../scpi/pattern.ts'
import { Status } from '../scpi/status.ts'
import type { Command } from './commands.ts'

/** Of one look: which headers are everybody's. */
const common = new CommandTree<true>()
for (const pattern of Object.keys(commonCommands(new Status(1), '', () => undefined))) common.add(pattern, true)

/** Is it a header that every instrument has? */
export function isCommon(request: string): boolean {
  return common.find(headerOf(request)) !== undefined
}

function headerOf(request: string): string {
  const [header = ''] = /^\S*/.exec(request.trim()) ?? []
  return header.toUpperCase().replace(/^:/, '')
}

/** Asks the instrument itself. */
export const nobody: DeviceSession = Object.freeze({
  id: 0,
  send: () => undefined,
  stopStream: () => undefined,
  close: () => undefined,
})

/** The pattern of a header: with its short and long form where its capitals say so, and in any case. */
function patternOf({ header }: Command): string | undefined {
  if (header === undefined) return undefined
  return [header, header.toUpperCase().replaceAll('<N>', '<n>')].find((pattern) => {
    try {
      return spellings(pattern).length > 0
    } catch {
      return false
    }
  })
}

export interface ScpiPart {
  readonly commands: ScpiCommands
  /** What is no SCPI. */
  readonly others: readonly Command[]
}

/** @param hasModel whether the member of a path is told by a model, even where every instrument has it */
export function scpiPart(all: readonly Command[], hasModel: (path: string) => boolean): ScpiPart {
  const commands = new Map<string, ScpiHandler>() // in an object, `__proto__` would be no command
  const others: Command[] = []
  const known = new CommandTree<true>()
  for (const command of all) {
    const pattern = patternOf(command)
    if (pattern === undefined) others.push(command)
    else if (known.find(headerOf(pattern)) === undefined && (!isCommon(pattern) || hasModel(command.path))) {
      known.add(pattern, true)
      commands.set(pattern, (call) => command.run(call.rest, call.suffixes))
    }
  }
  return { commands: Object.fromEntries(commands), others }
}
