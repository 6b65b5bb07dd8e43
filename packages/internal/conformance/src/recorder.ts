/** Records what a socket notifies its user of. */
import type { State, StrayOrigin } from '@sockio/core'
import type { SubjectOptions } from './subject.ts'
import { until } from './until.ts'

export class Recorder {
  /** `state ready`, `lost <name>`, `eof`, `retry 1`, `stray <text>`, `error <message>`, in order. */
  readonly log: string[] = []
  readonly states: State[] = []
  readonly previous: State[] = []
  readonly lost: (Error | undefined)[] = []
  readonly retries: { readonly attempt: number; readonly delay: number; readonly error: Error }[] = []
  readonly strays: string[] = []
  /** What each of the strays had come for. */
  readonly origins: StrayOrigin[] = []
  readonly errors: Error[] = []
  eofs = 0

  /** To be spread into the options of a connection. */
  readonly options = {
    onStateChange: (state: State, previous: State) => {
      this.states.push(state)
      this.previous.push(previous)
      this.log.push(`state ${state}`)
    },
    onConnectionLost: (error?: Error) => {
      this.lost.push(error)
      this.log.push('lost')
    },
    onEofReceived: () => {
      this.eofs++
      this.log.push('eof')
    },
    onRetry: (retry: { attempt: number; delay: number; error: Error }) => {
      this.retries.push(retry)
      this.log.push(`retry ${retry.attempt}`)
    },
    onStray: (bytes: Uint8Array, origin: StrayOrigin) => {
      const text = Buffer.from(bytes).toString('latin1')
      this.strays.push(text)
      this.origins.push(origin)
      this.log.push(`stray ${text}`)
    },
    onError: (error: Error) => {
      this.errors.push(error)
      this.log.push(`error ${error.message}`)
    },
  } satisfies SubjectOptions

  /** All strays so far, as one text. */
  get strayText(): string {
    return this.strays.join('')
  }

  /** Resolves when the state was told `times` times. */
  state(state: State, times = 1): Promise<void> {
    return until(`the state is ${state}, after ${this.states.join(', ')}`, () => {
      return this.states.filter((seen) => seen === state).length >= times
    })
  }
}
