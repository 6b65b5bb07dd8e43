/** A stream as an emitter: flows while somebody listens to `data`. */
import { type AnySockioError, ClosedError, type Inspected, inspection, shownAs } from '@sockio/core'
import { type Caller, calledBy, type Feed } from '@sockio/node'
import type { Calls } from './calls.ts'
import { Emitter, emitTo } from './emitter.ts'
import { batch, Flow, one, type Taking } from './flow.ts'

/** The events of a stream, with the arguments of their listeners. */
export interface LinesEvents<T> {
  /** A line or a block came. */
  readonly data: [frame: T]
  /** The peer has closed; nothing more will come. */
  readonly end: []
  /**
   * It has ended with an error; nothing more will come. Without a listener the socket's `error` event tells it,
   * except after `close()` of the socket.
   */
  readonly error: [error: AnySockioError]
}

/** What makes the feeds of a stream, one for each start, and who made the stream. */
interface Source<T> {
  readonly calls: Calls
  readonly make: () => Feed<T>
  readonly caller: Caller | undefined
}

/** A stream of frames, or of batches of them. */
class Frames<T, V> extends Emitter<LinesEvents<V>> {
  readonly #calls: Calls
  readonly #name: string
  readonly #flow: Flow<T, V>
  #over = false

  constructor({ calls, make, caller }: Source<T>, taking: Taking<T, V>, name: 'Lines' | 'Batches') {
    super(() => this.#listen())
    this.#calls = calls
    this.#name = name
    this.#flow = new Flow(calls, make, taking, (failure) => {
      const error = failure && calledBy(failure, caller)
      this.#over = true
      if (error === undefined) calls.tell(() => this.emit('end'))
      else if (this.listenerCount('error') > 0) calls.tellOf(error, () => this.emit('error', error))
      else if (!(error instanceof ClosedError)) calls.failed(undefined, error) // who closes the socket knows
    })
  }

  /** @internal What is printed of it. */
  [inspection](...how: Inspected): string {
    return shownAs(this.#name, { ...this.#calls.connection.shown, ended: this.#over, dropped: this.dropped }, how)
  }

  /** How many frames the `overflow` policy has dropped so far. */
  get dropped(): number {
    return this.#flow.dropped
  }

  /** No `data` until `resume()`. It keeps the right to read; `overflow` says what happens to what comes. */
  pause(): this {
    this.#flow.pause()
    return this
  }

  resume(): this {
    this.#flow.resume()
    return this
  }

  /** Ends it for good; what was not used stays in the buffer. */
  close(): this {
    this.#over = true
    this.#flow.stop()
    return this
  }

  #listen(): void {
    if (this.listenerCount('data') === 0) this.#flow.stop()
    else if (!this.#over) this.#flow.start(emitTo(this, 'data'))
  }
}

/**
 * What `lines()` and `blocks()` give. The first listener of `data` starts it (and connects, where need be): from then
 * on it holds the right to read. It is given up when the last listener is removed; what was not used stays in the
 * buffer, for another listener, or other calls, to go on with. `close()` ends it for good.
 *
 * @example
 * var lines = sock.lines({ encoding: 'utf8' })
 * lines.on('data', function (line) {
 *   lines.pause()
 *   save(line, function () { lines.resume() })
 * })
 */
export class Lines<T> extends Frames<T, T> {
  readonly #of: Source<T>

  /** @internal */
  constructor(calls: Calls, make: () => Feed<T>) {
    make() // so that bad arguments are thrown now, and not when somebody listens
    const of = { calls, make, caller: calls.connection.callers.of(Lines) }
    super(of, one, 'Lines')
    this.#of = of
  }

  /**
   * A stream of the same kind whose `data` are arrays: all that is there by then, at least one. An array that was given is
   * used; what comes behind it stays in the buffer when the last listener is removed.
   *
   * @example
   * sock.lines({ encoding: 'utf8' }).batches().on('data', function (lines) {
   *   save(lines)
   * })
   */
  batches(): Batches<T> {
    return new Batches(this.#of)
  }
}

/** What `batches()` of a stream gives: a stream of its own, of arrays. */
export class Batches<T> extends Frames<T, T[]> {
  /** @internal */
  constructor(of: Source<T>) {
    super(of, batch, 'Batches')
  }
}
