/** The prompt of a terminal, with a history that outlives it. */
import { createInterface, type Interface } from 'node:readline'
import { paint } from '../console.ts'
import { completer } from './completion.ts'
import { dotCommands } from './dot-commands.ts'
import { historyFile, KEPT, loadHistory, remember } from './history.ts'
import type { TypedAhead } from './typed-ahead.ts'

export function openPrompt(
  name: string,
  input: TypedAhead,
  completions: (line: string) => readonly string[],
  signal: AbortSignal,
): Interface {
  const file = historyFile(process.env)
  let typed = loadHistory(file)
  const prompt = createInterface({
    input,
    output: process.stdout,
    terminal: true,
    signal,
    history: [...typed],
    historySize: KEPT,
    removeHistoryDuplicates: true,
    completer: completer(() => typed, dotCommands, completions),
    prompt: paint(process.stdout, 'cyan', `${name}> `),
  })
  prompt.on('history', (history) => {
    typed = [...history]
    const [newest] = history
    if (newest !== undefined) remember(file, newest)
  })
  return prompt
}
