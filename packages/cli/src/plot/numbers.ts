/** The numbers in a line. */

/** What SCPI says for "not a number" and for infinities (SCPI-99, volume 1, 7.2.1.4 and 7.2.1.5): nothing to plot. */
const NO_NUMBER = 9.9e37

/** Numbers with commas, semicolons or spaces between; NaN where a field is none. Undefined when no field is one. */
export function numbersOf(line: string): number[] | undefined {
  const fields = line.trim().split(/\s*[,;]\s*|\s+/)
  const numbers = fields.map((field) => {
    const value = field === '' ? Number.NaN : Number(field)
    return Math.abs(value) >= NO_NUMBER ? Number.NaN : value
  })
  return numbers.every(Number.isNaN) ? undefined : numbers
}
