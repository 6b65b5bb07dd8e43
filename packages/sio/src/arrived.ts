/** What was pulled of a stream and is not given yet, and the end: the thread of the sockets sends frames in batches. */
import type { RemoteStream } from './remote.ts'

export class Arrived<T> {
  readonly #stream: RemoteStream
  readonly #blocks: boolean
  #frames: readonly T[] = []
  #index = 0
  /** Why a frame has no value, in front of which others were given. */
  #failure: { readonly error: unknown } | undefined
  over = false

  constructor(stream: RemoteStream, blocks: boolean) {
    this.#stream = stream
    this.#blocks = blocks
  }

  /** The next one; when it has no value, that is thrown, and is the end. */
  one(): T | undefined {
    this.#tell()
    const frame = this.#frames[this.#index++]
    const { value } = this.#stream
    if (value === undefined || frame === undefined) return frame
    try {
      return value(frame as Uint8Array) as T
    } catch (error) {
      this.leave()
      throw error
    }
  }

  /** All that are there; undefined when there are none. One that has no value is the end: it is thrown, after those before it. */
  all(): T[] | undefined {
    this.#tell()
    if (this.#index >= this.#frames.length) return undefined
    const frames = this.#frames.slice(this.#index)
    const values = this.#values(frames)
    this.#index += frames.length // last: is this cut short, they are still there
    return values
  }

  #values(frames: T[]): T[] | undefined {
    const { value } = this.#stream
    if (value === undefined) return frames
    const values: T[] = []
    try {
      for (const frame of frames) values.push(value(frame as Uint8Array) as T)
    } catch (error) {
      this.#index += values.length + 1
      this.leave()
      if (values.length === 0) throw error
      this.#failure = { error }
    }
    return values
  }

  fill(frames: readonly T[] | undefined): void {
    if (this.over) return
    this.#frames = frames ?? []
    this.#index = 0
    if (frames === undefined) this.leave()
  }

  leave(): void {
    this.#failure = undefined
    if (this.over) return
    this.over = true
    const unused = Math.max(0, this.#frames.length - this.#index)
    this.#frames = []
    this.#stream.leave(unused, this.#blocks)
  }

  #tell(): void {
    const failure = this.#failure
    this.#failure = undefined
    if (failure !== undefined) throw failure.error
  }
}
