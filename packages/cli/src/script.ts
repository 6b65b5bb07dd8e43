/** Commands that come by stdin, one a line. */
import { CommandError, exitCodes } from './failure.ts'
import { safe } from './readable.ts'

/**
 * Is it a remark for people, or nothing at all? `# ...` is one; but `#01` is a command to modules that speak DCON, as is a
 * block of IEEE 488.2, so what has a digit behind the sign is sent.
 */
export function isRemark(line: string): boolean {
  return /^\s*(?:#(?!\d)|$)/.test(line)
}

/** What Node makes of bytes that are no UTF-8: the instrument would be sent something else than what the file says. */
const REPLACEMENT = '\ufffd'

/** Refuses a command of which a part is not known. */
export function checkRead(command: string): void {
  if (!command.includes(REPLACEMENT)) return
  const what = `"${safe(command)}": what stdin has there is no UTF-8`
  throw new CommandError(`${what} (--encoding says what is sent, not what is read)`, exitCodes.usage)
}

/** Without the mark that some editors put at the beginning of a file. */
export async function* commandsIn(lines: AsyncIterable<string>): AsyncGenerator<string> {
  let first = true
  for await (const line of lines) {
    const command = first ? line.replace(/^\ufeff/, '') : line
    first = false
    if (isRemark(command)) continue
    checkRead(command)
    yield command
  }
}
