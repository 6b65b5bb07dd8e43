/** What passes on a wire, printed: a time, a connection, a direction, and the bytes. */
import { printable } from '@sockio/core'
import { paint, print } from './console.ts'
import { timeOfDay } from './time-of-day.ts'

export type Direction = 'request' | 'reply'

const ARROWS = { request: '->', reply: '<-' } as const
const COLOURS = { request: 'cyan', reply: 'green' } as const
const WIDTH = 16

export class WireLog {
  readonly #hex: boolean
  readonly #most: number
  #last: number | undefined

  /** @param most of the bytes of one piece, so many are printed */
  constructor(hex: boolean, most: number) {
    this.#hex = hex
    this.#most = most
  }

  async bytes(id: number, direction: Direction, bytes: Buffer): Promise<void> {
    const shown = bytes.subarray(0, this.#most)
    const pieces = this.#hex ? dump(shown) : lines(shown)
    const left = bytes.length - shown.length
    if (left > 0) pieces.push(`... and ${left.toLocaleString('en')} bytes more`)
    const { stdout } = process
    const arrow = paint(stdout, COLOURS[direction], ARROWS[direction])
    const head = this.#head(id)
    const margin = ' '.repeat(head.length)
    const text = pieces.map((piece, i) => `${i === 0 ? paint(stdout, 'dim', head) : margin}${arrow} ${piece}\n`)
    await print(text.join(''))
  }

  /** A connection, its end or its failure. */
  async event(id: number, text: string): Promise<void> {
    await print(`${paint(process.stdout, 'dim', `${this.#head(id)}-- ${text}`)}\n`)
  }

  /** The time of the day, the time since what came before, and the connection: `09:41:12.003   +1.2 #1 `. */
  #head(id: number): string {
    const now = performance.now()
    const since = this.#last === undefined ? 0 : now - this.#last
    this.#last = now
    const passed = since < 9999.95 ? `+${since.toFixed(1)}` : `+${(since / 1000).toFixed(0)}s`
    return `${timeOfDay()} ${passed.padStart(8)} #${id} `
  }
}

/** Quoted, with escapes: each line by itself. */
function lines(bytes: Buffer): string[] {
  const pieces: string[] = []
  for (let from = 0; from < bytes.length; ) {
    const at = bytes.indexOf(10, from)
    const to = at < 0 ? bytes.length : at + 1
    pieces.push(printable(bytes.subarray(from, to), Number.POSITIVE_INFINITY))
    from = to
  }
  return pieces
}

/** Sixteen bytes to a line, with what of them is ASCII. */
function dump(bytes: Buffer): string[] {
  return Array.from({ length: Math.ceil(bytes.length / WIDTH) }, (_, i) => {
    const row = bytes.subarray(i * WIDTH, (i + 1) * WIDTH)
    const hex = row.toString('hex').replace(/..(?=.)/g, '$& ')
    const text = row.toString('latin1').replace(/[^\x20-\x7e]/g, '.')
    return `${(i * WIDTH).toString(16).padStart(4, '0')}  ${hex.padEnd(WIDTH * 3 - 1)}  ${text}`
  })
}
