/** Brings the recorded sequences of `one-exchange.md` up to date: `pnpm --filter @sockio/docs diagram`. */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { docs } from './pages.ts'
import { oneExchange, timedOut } from './record-exchange.ts'

const page: string = join(docs, 'one-exchange.md')

/** The page as it should be: each block of Mermaid is that of the recording that the comment before it names. */
export function updated(text: string): string {
  const recordings = new Map([
    ['oneExchange', oneExchange],
    ['timedOut', timedOut],
  ])
  return text.replaceAll(
    /(<!-- recorded: (\w+) -->\n\n)```mermaid\n[\s\S]*?```/g,
    (_, comment: string, name: string) => {
      const record = recordings.get(name)
      if (record === undefined) throw new Error(`there is no recording "${name}"`)
      return `${comment}\`\`\`mermaid\n${record()}\n\`\`\``
    },
  )
}

if (import.meta.main) writeFileSync(page, updated(readFileSync(page, 'utf8')))
