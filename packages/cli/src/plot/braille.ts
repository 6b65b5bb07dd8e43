/** Dots on a terminal: two by four in each cell, by the Braille patterns of Unicode. */

/** The bit of a dot, by its column and row in the cell (U+2800). */
const BITS = [
  [0x01, 0x02, 0x04, 0x40],
  [0x08, 0x10, 0x20, 0x80],
] as const
const BLANK = 0x2800

export class Braille {
  /** In dots. */
  readonly width: number
  readonly height: number
  readonly #columns: number
  readonly #bits: Uint8Array
  readonly #owners: Int8Array

  constructor(columns: number, rows: number) {
    this.width = columns * 2
    this.height = rows * 4
    this.#columns = columns
    this.#bits = new Uint8Array(columns * rows)
    this.#owners = new Int8Array(columns * rows).fill(-1)
  }

  /** A dot of series `owner`: its cell is coloured as the series that was drawn there last. */
  set(x: number, y: number, owner: number): void {
    if (x < 0 || y < 0 || x >= this.width || y >= this.height) return
    const cell = (y >> 2) * this.#columns + (x >> 1)
    this.#bits[cell] = (this.#bits[cell] ?? 0) | (BITS[x & 1 ? 1 : 0][(y & 3) as 0 | 1 | 2 | 3] ?? 0)
    this.#owners[cell] = owner
  }

  /** A straight line, both ends included. */
  line(x0: number, y0: number, x1: number, y1: number, owner: number): void {
    const steps = Math.max(Math.abs(x1 - x0), Math.abs(y1 - y0), 1)
    for (let i = 0; i <= steps; i++) {
      this.set(Math.round(x0 + ((x1 - x0) * i) / steps), Math.round(y0 + ((y1 - y0) * i) / steps), owner)
    }
  }

  /** A row of cells; `paint` colours what belongs to one series. */
  row(index: number, paint: (text: string, owner: number) => string): string {
    let text = ''
    for (let x = 0; x < this.#columns; ) {
      const owner = this.#owners[index * this.#columns + x] ?? -1
      let run = ''
      for (; x < this.#columns && (this.#owners[index * this.#columns + x] ?? -1) === owner; x++) {
        const bits = this.#bits[index * this.#columns + x] ?? 0
        run += bits === 0 ? ' ' : String.fromCharCode(BLANK + bits)
      }
      text += owner < 0 ? run : paint(run, owner)
    }
    return text
  }
}
