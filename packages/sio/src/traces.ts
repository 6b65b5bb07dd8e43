/** Publishes on the diagnostics channels of the caller's thread what the engine publishes on those of its own. */
import { channel, tracingChannel } from 'node:diagnostics_channel'
import { type PlainError, putTogether } from './errors.ts'
import { CHANNELS, TRACE_EVENTS, Word } from './protocol.ts'

const [STATE, RETRY, EXCHANGE] = CHANNELS
const state = channel(STATE)
const retry = channel(RETRY)
const exchange = tracingChannel<unknown, object>(EXCHANGE)

/** What was published, with its error taken apart. */
export interface Traced {
  readonly error?: PlainError
}

/**
 * Publishes one event. It was another thread that did the work within: of those who bind stores, the ones of `asyncStart`
 * have them in `asyncEnd`, where they look for them.
 */
function publish(index: number, event: (typeof TRACE_EVENTS)[number], context: object): void {
  if (index < 2) (index === 0 ? state : retry).publish(context)
  else if (event === 'start') exchange.start.runStores(context, () => undefined)
  else if (event === 'asyncEnd') exchange.asyncStart.runStores(context, () => exchange.asyncEnd.publish(context))
  else if (event !== 'asyncStart') exchange[event].publish(context)
}

export class Traces {
  /** The context of each exchange: one object through all of its events, on which subscribers may put their own. */
  readonly #contexts = new Map<number, object>()

  /** Tells the other thread which channels have subscribers now: the others cost nothing. */
  look(control: Int32Array): void {
    const traced = TRACE_EVENTS.some((event) => exchange[event].hasSubscribers) // of all of them, Bun can't be asked
    const bits = (state.hasSubscribers ? 1 : 0) | (retry.hasSubscribers ? 2 : 0) | (traced ? 4 : 0)
    if (Atomics.load(control, Word.traced) !== bits) Atomics.store(control, Word.traced, bits)
  }

  /** Gives what publishes a message; `trace` is its number. */
  take(trace: number, index: number, event: number, message: Traced): () => void {
    const error = message.error === undefined ? undefined : putTogether(message.error, () => undefined)
    const context = Object.assign(this.#contexts.get(trace) ?? {}, message, error === undefined ? {} : { error })
    const last = index < 2 || TRACE_EVENTS[event] === 'asyncEnd'
    if (!last) this.#contexts.set(trace, context)
    return () => {
      if (last) this.#contexts.delete(trace)
      publish(index, TRACE_EVENTS[event] ?? 'start', context)
    }
  }
}
