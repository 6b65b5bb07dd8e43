/** What the Tab key offers: what was typed before, the common commands of IEEE 488.2, those of a driver, and the shell's own. */

/** IEEE 488.2, table 10-1: the mandatory common commands; and the question that SCPI adds to them. */
const COMMON = [
  '*CLS',
  '*ESE',
  '*ESE?',
  '*ESR?',
  '*IDN?',
  '*OPC',
  '*OPC?',
  '*RST',
  '*SRE',
  '*SRE?',
  '*STB?',
  '*TST?',
  '*WAI',
  'SYSTem:ERRor?',
]

/**
 * A completer for node:readline. `typed` is asked each time, for it grows.
 *
 * @param more what a line may be besides
 */
export function completer(
  typed: () => readonly string[],
  own: readonly string[],
  more: (line: string) => readonly string[] = () => [],
): (line: string) => [string[], string] {
  return (line) => {
    const known = line.startsWith('.') ? own : [...more(line), ...typed(), ...COMMON]
    const begun = line.toUpperCase()
    const hits = [...new Set(known)].filter((each) => each.toUpperCase().startsWith(begun))
    return [hits.sort(), line]
  }
}
