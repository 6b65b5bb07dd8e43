/** The wait for the replies to one step of a driver, whose decoders stay in the caller's thread. */
import { type Ask, type Settings, undecodable } from '@sockio/core'
import { answer } from '@sockio/node'
import { type AskedOf, Asking } from './asking.ts'
import type { Bridge } from './bridge.ts'
import type { Future } from './future.ts'
import { type Message, unpacked, unpackFrames } from './messages.ts'
import { Tell } from './protocol.ts'

const CUT = 'it was cut short, as by a Ctrl-C of the REPL'

/** What of a connection its errors show. */
export type Shown = Pick<Settings, 'address' | 'redact'>

/** A step, and how its lines are sent. */
export interface Asked {
  readonly step: Ask
  readonly request: Uint8Array
  readonly shown: Shown
}

/** What the frames come to. */
export function decoded({ step, request, shown }: Asked, frames: readonly Uint8Array[]): unknown {
  let last = new Uint8Array(0)
  try {
    return answer(step, frames, (frame) => {
      last = frame as Uint8Array<ArrayBuffer>
    })
  } catch (thrown) {
    throw undecodable(shown, request, last, thrown)
  }
}

export class StepAsking extends Asking<unknown> {
  readonly #future: Future<unknown>
  readonly #to: Bridge
  readonly #asked: Asked

  constructor(future: Future<unknown>, of: AskedOf, to: Bridge, asked: Asked, over?: () => void) {
    super(future, of, over)
    this.#future = future
    this.#to = to
    this.#asked = asked
  }

  override answer(message: Message): boolean {
    const { kind, body } = message
    if (kind !== Tell.frames && kind !== Tell.value) return super.answer(message)
    this.over()
    const frames = kind === Tell.frames ? unpackFrames(body) : unpacked<Uint8Array[]>(body)
    const decode = () => {
      let value: unknown
      try {
        value = decoded(this.#asked, frames)
      } catch (error) {
        this.#future.fail(error, true)
        return
      }
      this.#future.settle(value)
    }
    this.#to.visit(decode, () => this.#future.fail(new Error(CUT)))
    return true
  }
}
