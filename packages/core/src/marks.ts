/** Where messages end, on a carrier that says so: positions in the memory of a buffer, the nearest first. */
import { Fifo } from './fifo.ts'
import type { Framing } from './framing/framing.ts'

export class Marks {
  readonly #ends = new Fifo<number>()
  #framing: Framing | undefined
  #within: Framing | undefined

  /** Where the nearest message ends, or what was taken last. */
  get first(): number | undefined {
    return this.#ends.peek()
  }

  /** A message ends at this position, behind all that end before; an END that is said twice is one. */
  add(at: number): void {
    if (this.#ends.at(this.#ends.length - 1) !== at) this.#ends.push(at)
  }

  /** What the memory holds lies so much further on. */
  moved(by: number): void {
    for (const end of this.#ends.drain()) this.#ends.push(end + by)
  }

  /** Takes out all of them. */
  drain(): number[] {
    return this.#ends.drain()
  }

  /** A framing that looks at one message at a time; the same one for the same framing, whose search it goes on with. */
  within(framing: Framing): Framing {
    if (this.#within === undefined || this.#framing !== framing) {
      this.#framing = framing
      this.#within = { ...framing, end: (view, start, scanned) => this.#end(framing, view, start, scanned) }
    }
    return this.#within
  }

  #end(framing: Framing, view: Uint8Array, start: number, scanned: number): number {
    while ((this.first ?? Number.POSITIVE_INFINITY) <= start) this.#ends.shift() // they ended what was taken
    if (framing.inMessage === undefined) return framing.end(view, start, scanned)
    const message = view.subarray(0, this.first)
    return framing.inMessage(message, start, Math.min(scanned, message.length - start), this.first !== undefined)
  }
}
