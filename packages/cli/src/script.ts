/** Commands that come by stdin, one a line. */

/**
 * Is it a remark for people, or nothing at all? `# ...` is one; but `#01` is a command to modules that speak DCON, as is a
 * block of IEEE 488.2, so what has a digit behind the sign is sent.
 */
export function isRemark(line: string): boolean {
  return /^\s*(?:#(?!\d)|$)/.test(line)
}

/** Without the mark that some editors put at the beginning of a file. */
export async function* commandsIn(lines: AsyncIterable<string>): AsyncGenerator<string> {
  let first = true
  for await (const line of lines) {
    const command = first ? line.replace(/^\ufeff/, '') : line
    first = false
    if (!isRemark(command)) yield command
  }
}
