/** The watch that a blocked thread keeps, since it hears no event: does the other thread live, has it died, does it hang? */
import { MessageChannel, type MessagePort, receiveMessageOnPort } from 'node:worker_threads'
import { Word } from './protocol.ts'

/** How long to sleep before it is looked whether anybody will wake us, in ms. */
export const SLICE = 500
/** A thread that gives no sign for so long hangs. */
const HUNG = 10_000
/** It may take longer to begin, on a machine that is busy. */
const START = 30_000
/** How late one that runs may be, before a call whose time is over ends without it; one that has not begun, as if it hung. */
const GRACE = 3_000

export class Vigil {
  /** The thread's end of a channel: it closes when the thread ends, whatever that died of. */
  readonly theirs: MessagePort
  readonly #control: Int32Array
  readonly #ring: () => void
  #ours: MessagePort
  #silence = 0
  /** Our end is on its way, or was when code was cut short, and is lost. */
  #away = false

  constructor(control: Int32Array, ring: () => void) {
    const { port1, port2 } = new MessageChannel()
    this.#ours = port1
    this.theirs = port2
    this.#control = control
    this.#ring = ring
  }

  /** Asks for a sign; the thread gives it when it has read what its sockets have. */
  ask(): void {
    if (this.answered) this.#silence = 0
    Atomics.add(this.#control, Word.asked, 1)
    this.#ring()
  }

  /** It has given the sign that it was asked for. */
  get answered(): boolean {
    return Atomics.load(this.#control, Word.answered) === Atomics.load(this.#control, Word.asked)
  }

  /** For how long a call whose time is over waits for it, in ms. */
  get grace(): number {
    return this.#started ? GRACE : HUNG
  }

  /** It is late with its sign: whose time is over need not wait for it. */
  get late(): boolean {
    return !this.answered && this.#silence >= this.grace
  }

  /**
   * So many ms were to pass without news, and have. It may have been more, where the process was stopped or had no time;
   * so was the thread then, or had none.
   */
  passed(ms: number): void {
    if (this.answered) this.ask()
    else this.#silence += ms
  }

  /** The thread is dead, or as good as that: why; undefined when it lives. */
  verdict(): string | undefined {
    if (this.answered) return undefined
    if (this.#gone()) return 'the thread of the sockets has ended without a word, as one does that is out of memory'
    if (this.#silence < (this.#started ? HUNG : START)) return undefined
    return `the thread of the sockets has given no sign for ${this.#silence / 1000} s`
  }

  close(): void {
    this.#ours.close()
  }

  get #started(): boolean {
    return Atomics.load(this.#control, Word.started) === 1
  }

  /** A port learns that its other end is closed when its messages are taken; then it is one that can't be passed on. */
  #gone(): boolean {
    if (this.#away) return false // nobody knows: its silence will tell
    receiveMessageOnPort(this.#ours)
    const { port1, port2 } = new MessageChannel()
    this.#away = true
    let gone = true
    try {
      port1.postMessage(this.#ours, [this.#ours])
      const back: { readonly message: MessagePort } | undefined = receiveMessageOnPort(port2)
      if (back !== undefined) this.#ours = back.message
      gone = false
    } catch {} // it can't be passed on
    this.#away = false
    port1.close()
    return gone
  }
}
