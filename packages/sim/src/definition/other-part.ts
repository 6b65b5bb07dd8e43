/** The commands of a definition that are no SCPI: found by how they begin and end. */
import type { Answer } from '../reply.ts'
import type { Command } from './commands.ts'

/** What a request asks to be run; undefined for one that is not known. */
export type Finder = (request: string) => (() => Answer) | undefined

export function finder(commands: readonly Command[]): Finder {
  const exact = new Map<string, Command>()
  for (const command of commands) {
    const whole = command.begins + command.ends
    if (command.parameters !== 'between' && !exact.has(whole)) exact.set(whole, command)
  }
  const open = commands.filter(({ parameters }) => parameters !== 'none')
  open.sort((a, b) => b.begins.length + b.ends.length - a.begins.length - a.ends.length) // what says more is meant
  return (request) => {
    const command = exact.get(request) ?? exact.get(request.trim())
    if (command !== undefined) return () => command.run('', [])
    for (const each of open) {
      const parameters = parametersOf(request, each)
      if (parameters !== undefined) return () => each.run(parameters, [])
    }
    return undefined
  }
}

function parametersOf(request: string, { begins, ends, parameters }: Command): string | undefined {
  if (!request.startsWith(begins) || !request.endsWith(ends) || request.length < begins.length + ends.length)
    return undefined
  const between = request.slice(begins.length, request.length - ends.length)
  if (parameters === 'between') return between
  return between.startsWith(' ') ? between.trim() : undefined
}
