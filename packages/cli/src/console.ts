/** Where things are said: results on stdout, everything else on stderr, colours only where a terminal shows them. */
import { once } from 'node:events'
import { styleText } from 'node:util'

export type Style = Parameters<typeof styleText>[0]

/** Colours a text for a stream; does nothing where it is no terminal, and where `NO_COLOR` says so. */
export function paint(stream: NodeJS.WriteStream, style: Style, text: string): string {
  return styleText(style, text, { stream })
}

/** Prints a result; waits where the reader is slow. */
export async function print(data: string | Uint8Array): Promise<void> {
  const { stdout } = process
  if (stdout.write(data) || stdout.destroyed) return
  await once(stdout, 'drain').catch(() => undefined) // gone: the interruption ends the command
}

/** Says what a person should know, and no program reads. */
export function note(text: string): void {
  process.stderr.write(`${paint(process.stderr, 'dim', `-- ${text}`)}\n`)
}
