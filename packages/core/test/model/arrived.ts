/** What has arrived in the model, as text: the next frame of a kind, and what a stream with `match` takes out of it. */

/** Each as in `framings` of pair.ts. */
export type FrameKind = 'line' | 'exactly' | 'until' | 'block' | 'some' | 'idle'

interface Frame {
  readonly size: number
  readonly body: string
  /** A definite block, which an end of line may follow. */
  readonly definite?: boolean
}

/** As far as a text goes; undefined when it is not there. */
function upTo(input: string, end: string, from = 0): Frame | undefined {
  const at = input.indexOf(end, from)
  return at < 0 ? undefined : whole(input, at + end.length)
}

function whole(input: string, size: number): Frame | undefined {
  return input.length < size ? undefined : { size, body: input.slice(0, size) }
}

function block(input: string): Frame | 'malformed' | undefined {
  if (!'#'.startsWith(input.slice(0, 1)) || /^#\D/.test(input)) return 'malformed'
  if (input.length < 2) return undefined
  if (input.startsWith('#0')) {
    const frame = upTo(input, '\n', 2)
    return frame && { ...frame, body: frame.body.slice(2, -1) }
  }
  const header = 2 + Number(input[1])
  const digits = input.slice(2, header)
  if (/\D/.test(digits)) return 'malformed'
  const frame = input.length < header ? undefined : whole(input, header + Number(digits))
  return frame && { ...frame, body: frame.body.slice(header), definite: true }
}

const kinds: Readonly<Record<FrameKind, (input: string) => Frame | 'malformed' | undefined>> = {
  line: (input) => upTo(input, '\n'),
  exactly: (input) => whole(input, 3),
  until: (input) => upTo(input, 'ab'),
  block,
  some: (input) => (input === '' ? undefined : whole(input, input.length)),
  idle: () => undefined, // time tells
}

export class Arrived {
  /** For readers; and, beside a stream with `match`, what that has not looked at. */
  input = ''
  unsifted: string | undefined
  /** What may follow the block that was taken last. */
  #trailers: readonly string[] = []

  get all(): string {
    return this.input + (this.unsifted ?? '')
  }

  add(text: string): void {
    if (this.unsifted === undefined) this.input += text
    else this.unsifted += text
    this.#swallow()
  }

  /** The next frame, taken out; undefined as long as it is not whole. */
  next(kind: FrameKind): string | 'malformed' | undefined {
    if (!this.#swallow()) return undefined
    const frame = kinds[kind](this.input)
    if (frame === undefined || frame === 'malformed') return frame
    this.input = this.input.slice(frame.size)
    if (frame.definite) this.#trailers = ['\r\n', '\n']
    this.#swallow()
    return frame.body
  }

  /** All that is for readers; the beginning of what may follow a block is nobody's. */
  take(): string {
    if (!this.#swallow()) {
      const begun = this.#front.length
      this.#trailers = this.#trailers.filter((each) => each.startsWith(this.#front)).map((each) => each.slice(begun))
      this.#front = ''
      return ''
    }
    const { input } = this
    this.input = ''
    return input
  }

  forget(): void {
    this.input = ''
    if (this.unsifted !== undefined) this.unsifted = ''
    this.#trailers = []
  }

  /** A stream with `match` begins to look at everything, or ends. */
  sifting(on: boolean): void {
    this.input = this.all
    this.unsifted = undefined
    if (!on) return
    this.unsifted = this.input
    this.input = ''
  }

  /** Gives the lines that match; all else is for readers, and for one of another kind than lines from its beginning on. */
  sift(kind: FrameKind | undefined): string[] {
    const matches: string[] = []
    const begun = () => kind !== undefined && kind !== 'line' && (kind !== 'block' || this.#blockBegun)
    while (this.unsifted !== undefined && !begun()) {
      const line = this.#swallow() ? upTo(this.unsifted, '\n')?.body : undefined
      if (line === undefined) return matches
      this.unsifted = this.unsifted.slice(line.length)
      if (line.startsWith('!')) matches.push(line)
      else this.input += line
    }
    if (this.unsifted !== undefined) {
      this.input = this.all
      this.unsifted = ''
    }
    return matches
  }

  get #blockBegun(): boolean {
    return this.input !== '' || this.unsifted?.startsWith('#') === true
  }

  /** What a reader of another kind than lines left is looked at again. */
  resift(): void {
    if (this.unsifted !== undefined) this.sifting(true)
  }

  get #front(): string {
    return this.unsifted === undefined || this.input !== '' ? this.input : this.unsifted
  }

  set #front(text: string) {
    if (this.unsifted === undefined || this.input !== '') this.input = text
    else this.unsifted = text
  }

  /** Swallows what follows a block; false as long as it can't be told whether it comes. */
  #swallow(): boolean {
    const came = this.#trailers.find((each) => this.#front.startsWith(each))
    if (came !== undefined) this.#front = this.#front.slice(came.length)
    else if (this.#trailers.some((each) => each.startsWith(this.#front))) return false
    this.#trailers = []
    return true
  }
}
