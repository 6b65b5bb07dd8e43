/** What was pulled of a stream and is not given yet, and the end: the thread of the sockets sends many frames at once, uncut. */
import { Run } from '@sockio/core'
import type { Cut } from '@sockio/node'
import type { RemoteStream } from './remote.ts'

const NOTHING = new Run(new Uint8Array(0), 0, [])

/** Not called: what a frame means is asked of the stream. */
const neverSpoilt = () => undefined

export class Arrived<T> {
  readonly #stream: RemoteStream
  readonly #blocks: boolean
  #run = NOTHING
  #cut: Cut<unknown> | undefined
  /** The next frame of the run, and where it begins. */
  #index = 0
  #from = 0
  /** Why a frame has no value, in front of which others were given. */
  #failure: { readonly error: unknown } | undefined
  /** Runs so far. */
  #begun = 0
  over = false

  constructor(stream: RemoteStream, blocks: boolean) {
    this.#stream = stream
    this.#blocks = blocks
  }

  /** The next one; when it has no value, that is thrown, and is the end. */
  one(): T | undefined {
    this.#tell()
    const to = this.#run.ends[this.#index]
    if (to === undefined) return undefined
    const from = this.#from
    this.#from = to
    this.#index++
    try {
      return this.#value(from, to)
    } catch (error) {
      this.leave()
      throw error
    }
  }

  /** All that are there; undefined when there are none. One that has no value is the end: it is thrown, after those before it. */
  all(): T[] | undefined {
    this.#tell()
    const first = this.#index
    if (first === this.#run.ends.length) return undefined
    const { value } = this.#stream
    return value === undefined ? this.#frames(first) : this.#values(first, value)
  }

  /** In a loop of its own: V8 makes frames in place there, and not where they may have to be decoded. */
  #frames(first: number): T[] {
    const { ends } = this.#run
    const cut = this.#cut as Cut<T>
    const frames = new Array<T>(ends.length - first)
    let from = this.#from
    for (let i = first; i < ends.length; i++) {
      const to = ends[i] as number
      frames[i - first] = cut.frame(from, to) as T
      from = to
    }
    this.#index = ends.length // last: is this cut short, they are still there
    return frames
  }

  #values(first: number, value: (frame: Uint8Array) => unknown): T[] {
    const { ends } = this.#run
    const cut = this.#cut as Cut<Uint8Array>
    const values: T[] = []
    let from = this.#from
    for (let i = first; i < ends.length; i++) {
      const to = ends[i] as number
      try {
        values.push(value(cut.frame(from, to) as Uint8Array) as T)
      } catch (error) {
        this.#index = i + 1
        this.leave()
        if (values.length === 0) throw error
        this.#failure = { error }
        return values
      }
      from = to
    }
    this.#index = ends.length
    return values
  }

  #value(from: number, to: number): T {
    const frame = this.#cut?.frame(from, to)
    const { value } = this.#stream
    return (value === undefined ? frame : value(frame as Uint8Array)) as T
  }

  fill(run: Run | undefined): void {
    if (this.over) return
    if (run === undefined) this.leave()
    else {
      this.#cut = this.#stream.cutter(run, neverSpoilt)
      this.#index = 0
      this.#from = run.start
      this.#begun++
      this.#run = run
    }
  }

  leave(): void {
    this.#failure = undefined
    if (this.over) return
    this.over = true
    const unused = this.#run.ends.length - this.#index
    this.#run = NOTHING
    this.#index = 0
    this.#stream.leave(unused, this.#begun, this.#blocks)
  }

  #tell(): void {
    const failure = this.#failure
    this.#failure = undefined
    if (failure !== undefined) throw failure.error
  }
}
