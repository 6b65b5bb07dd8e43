/** One line of SCPI taken apart: commands, headers and parameters (IEEE 488.2, 7; SCPI-99, volume 1, 6.2). */

/** One command of a line. */
export interface Unit {
  /** As it was sent: `CHAN1:SCAL?`, with a leading colon where it had one. */
  readonly header: string
  readonly parameters: readonly string[]
}

/** Splits at a separator that is not within quotes. */
function split(text: string, separator: string): string[] {
  const parts: string[] = []
  let quote = ''
  let start = 0
  for (let i = 0; i < text.length; i++) {
    const character = text.charAt(i)
    if (quote !== '') quote = character === quote ? '' : quote
    else if (character === '"' || character === "'") quote = character
    else if (character === separator) {
      parts.push(text.slice(start, i))
      start = i + 1
    }
  }
  parts.push(text.slice(start))
  return parts
}

/** A quoted string without its quotes, doubled ones halved; anything else as it is. */
function unquoted(text: string): string {
  const quote = text[0]
  if ((quote !== '"' && quote !== "'") || text.length < 2 || !text.endsWith(quote)) return text
  return text.slice(1, -1).replaceAll(quote + quote, quote)
}

function unit(text: string): Unit {
  const [header = ''] = /^\S*/.exec(text) ?? []
  const rest = text.slice(header.length).trim()
  return { header, parameters: rest === '' ? [] : split(rest, ',').map((parameter) => unquoted(parameter.trim())) }
}

/** The commands of a line; empty ones, as behind a last `;`, are none. */
export function units(line: string): Unit[] {
  return split(line, ';')
    .map((text) => text.trim())
    .filter((text) => text !== '')
    .map(unit)
}
