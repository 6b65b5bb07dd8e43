/**
 * Program messages as IEEE 488.2 has them (7.3): units with semicolons between, of which those with a question mark ask.
 * Strings in quotes and definite blocks hold anything. Text here has one character for each byte.
 */

/** Where the block ends that begins at `text[at]`, a `#`; `at` when it is none, and -1 when more must come to tell. */
export function blockEnd(text: string, at: number): number {
  const width = digit(text, at + 1)
  if (width === undefined) return at + 1 < text.length ? at : -1
  if (width === 0) return at // an indefinite one ends with the message
  let count = 0
  for (let i = at + 2; i < at + 2 + width; i++) {
    const value = digit(text, i)
    if (value === undefined) return i < text.length ? at : -1
    count = 10 * count + value
  }
  return at + 2 + width + count
}

function digit(text: string, at: number): number | undefined {
  const value = text.charCodeAt(at) - 48
  return value >= 0 && value <= 9 ? value : undefined
}

/** May a block begin behind this character? Blocks are data: behind a header and a blank, or behind a comma. */
export function beforeBlock(character: string): boolean {
  return character === ' ' || character === ',' || character === '\t'
}

/** Of each unit that says something, in their order: does it ask? `blocks`: may there be blocks? */
export function unitsOf(text: string, blocks: boolean): readonly boolean[] {
  const units: boolean[] = []
  let said = false
  let asks = false
  for (let i = 0; i < text.length; i++) {
    const character = text.charAt(i)
    if (character === ';') {
      if (said) units.push(asks)
      said = false
      asks = false
    } else if (character === '"' || character === "'") {
      said = true
      const end = text.indexOf(character, i + 1)
      if (end > 0) i = end
    } else if (blocks && character === '#' && beforeBlock(text.charAt(i - 1))) {
      const end = blockEnd(text, i)
      if (end > i) i = end - 1
    } else if (character === '?') {
      said = true
      asks = true
    } else if (character > ' ') said = true
  }
  if (said) units.push(asks)
  return units
}
