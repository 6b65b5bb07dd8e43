/** An EventEmitter that knows when the listeners of an event come and go. */
// biome-ignore lint/correctness/noNodejsModules: EventEmitter is what this flavour is about.
import { EventEmitter } from 'node:events'
import type { Sink } from './flow.ts'

type Name = string | symbol
type Listener = (...args: unknown[]) => void

/** What `once` and `prependOnceListener` do comes down to these. */
class Watched extends EventEmitter {
  readonly #changed: () => void

  constructor(changed: () => void) {
    super()
    this.#changed = changed
  }

  override on(event: Name, listener: Listener): this {
    super.on(event, listener)
    this.#changed()
    return this
  }

  override addListener(event: Name, listener: Listener): this {
    return this.on(event, listener)
  }

  override prependListener(event: Name, listener: Listener): this {
    super.prependListener(event, listener)
    this.#changed()
    return this
  }

  override off(event: Name, listener: Listener): this {
    super.off(event, listener)
    this.#changed()
    return this
  }

  override removeListener(event: Name, listener: Listener): this {
    return this.off(event, listener)
  }

  override removeAllListeners(...event: [Name?]): this {
    super.removeAllListeners(...event)
    this.#changed()
    return this
  }
}

/** An event emitter with types: `E` lists the events with their arguments. `changed` is called when listeners came or went. */
export const Emitter: new <E extends Record<keyof E, unknown[]>>(changed: () => void) => EventEmitter<E> =
  Watched as never

/** Emits an event. */
class Emit<A> implements Sink<A> {
  readonly #emitter: EventEmitter
  readonly #event: string

  constructor(emitter: EventEmitter, event: string) {
    this.#emitter = emitter
    this.#event = event
  }

  frame(frame: A): void {
    this.#emitter.emit(this.#event, frame)
  }
}

/** Calls the only listener that there is, without the detour, which lines would notice. */
class CallOnly<A> implements Sink<A> {
  readonly #emitter: EventEmitter
  readonly #listener: (frame: A) => void

  constructor(emitter: EventEmitter, listener: (frame: A) => void) {
    this.#emitter = emitter
    this.#listener = listener
  }

  frame(frame: A): void {
    this.#listener.call(this.#emitter, frame)
  }
}

/** Where an event goes: to those who listen now. */
export function emitTo<A>(emitter: EventEmitter, event: string): Sink<A> {
  const listeners = emitter.rawListeners(event)
  const [only] = listeners
  if (only === undefined || listeners.length > 1 || EventEmitter.captureRejections) return new Emit(emitter, event)
  return new CallOnly(emitter, only as Listener)
}
