/** The caller's end: asks the thread of the sockets, and waits for its answers; blocked, or as the event loop runs. */
import { AsyncResource } from 'node:async_hooks'
import type { Worker } from 'node:worker_threads'
import { timers } from '@sockio/node'
import { type Message, MessageReader, packed, pieces, unpacked } from './messages.ts'
import { OwnErrors } from './own-errors.ts'
import { Pipe, pipeMemory } from './pipe.ts'
import { Ask, type Start, Tell, WORDS, Word } from './protocol.ts'
import { SignalNumbers } from './signals.ts'
import { startWorker } from './start-worker.ts'
import { type Traced, Traces } from './traces.ts'
import { SLICE, Vigil } from './vigil.ts'

/** Who waits for the answer to something that was asked. */
export interface Asker {
  /** True when that was the last answer. */
  answer(message: Message): boolean
  /** The thread of the sockets has died. */
  died(cause: Error): void
}

/** Who hears of what happens to a socket. */
export interface SocketEvents {
  hook(session: number): void
  notify(name: string, args: readonly unknown[]): void
}

/** The context that this module is loaded in: the thread outlives whoever makes the first socket. */
const nobodys = new AsyncResource('SOCKIO')

const DEADLOCK =
  'a call of the socket itself, waited for inside its transaction or hook, waits for the end of that: use the session, or await it outside'

/** How long a program that is done lives on for what it has not sent yet, in ms. */
const FLUSH = 5_000

/** How often it is looked for a sign, in ms, once a limit is over. */
const SIGN = 50

/** Something to block for. */
export interface Wait {
  /** The socket whose answer it is. */
  readonly socket: number
  /** The answer waits for its turn: not in a session, and not something that is done at once. */
  readonly queued: boolean
  readonly done: () => boolean
  /** When it must be done. The other thread sees to that, and this one if it gives no sign then. */
  readonly deadline: number
  /** It was not, and there was no sign: makes it done. */
  readonly overdue: () => void
  /** Ends what is waited for: nobody will take the answer. */
  readonly abandon: () => void
}

export class Bridge {
  readonly own = new OwnErrors()
  /** Of all sockets: what one signal aborts is told in one message, so that nothing of it is sent meanwhile. */
  readonly signals = new SignalNumbers((number, reason) => this.tell(Ask.abort, number, [this.own.keep(reason)]))
  readonly #control = new Int32Array(new SharedArrayBuffer(WORDS * Int32Array.BYTES_PER_ELEMENT))
  readonly #output: Pipe
  readonly #input: Pipe
  readonly #reader: MessageReader
  readonly #worker: Worker
  readonly #askers = new Map<number, Asker>()
  readonly #sockets = new Map<number, SocketEvents>()
  #last = 0
  /** The last number that was there at a `flush`. */
  #flushed = 0
  #held = 0
  /** What this thread is blocked for, the innermost last. */
  #waits: Wait[] = []
  /** Sockets whose hook or transaction runs a function of the user right now, or waits for the promise of one. */
  #sessions: number[] = []
  #watching = false
  /** A message is being written; a Ctrl-C of the REPL may cut that short. */
  #sending = false
  readonly #traces = new Traces()
  #cause: Error | undefined
  readonly #vigil = new Vigil(this.#control, () => this.#ring())

  constructor() {
    const toWorker = pipeMemory()
    const toCaller = pipeMemory()
    this.#output = new Pipe(toWorker)
    this.#input = new Pipe(toCaller)
    this.#reader = new MessageReader(this.#input)
    const lifeline = this.#vigil.theirs
    const workerData: Start = { control: this.#control.buffer as SharedArrayBuffer, toWorker, toCaller, lifeline }
    this.#worker = nobodys.runInAsyncScope(startWorker, undefined, workerData)
    this.#worker.on('message', () => {
      Atomics.store(this.#control, Word.callerBell, 0)
      this.drain()
    })
    this.#worker.on('error', (error) => {
      this.#cause = error
    })
    this.#worker.on('exit', () => this.#bury())
    this.#worker.unref() // a script that ends, ends; last, since to listen for messages keeps the process alive
  }

  /** The thread of the sockets runs. */
  get alive(): boolean {
    return Atomics.load(this.#control, Word.dead) === 0
  }

  /** This thread is blocked for an answer of that socket, so that no promise will be settled before. */
  blockedFor(socket: number): boolean {
    return this.#waits.some((wait) => wait.socket === socket)
  }

  /** A function of a hook or transaction begins; what is given is called when it has ended. */
  entered(socket: number): () => void {
    this.#sessions.push(socket)
    return () => {
      const at = this.#sessions.lastIndexOf(socket)
      if (at >= 0) this.#sessions.splice(at, 1)
    }
  }

  /** A number for something new. */
  number(): number {
    this.#last = (this.#last + 1) >>> 0 || 1
    return this.#last
  }

  /** Sends a message; blocks only until there is room for it. */
  tell(kind: number, id: number, body: unknown[]): void {
    this.#write(pieces(kind, id, packed(body)))
  }

  /** The same, for what is answered. */
  ask(kind: number, id: number, body: unknown[], asker: Asker): void {
    const bytes = packed(body) // what can't cross throws here, before anything has
    this.#askers.set(id, asker)
    this.#write(pieces(kind, id, bytes))
  }

  listen(socket: number, events: SocketEvents): void {
    this.#sockets.set(socket, events)
  }

  forget(socket: number): void {
    this.#sockets.delete(socket)
  }

  /** Keeps the process alive until as many calls of `release`: an answer is waited for by the event loop. */
  hold(): void {
    if (this.#held++ === 0) this.#worker.ref()
  }

  release(): void {
    if (--this.#held === 0) this.#worker.unref()
  }

  /** Nothing is left to do but what was asked for: stays until that is sent, or for a while. */
  flush(): void {
    if (!this.alive || this.#askers.size === 0 || this.#flushed === this.#last) return
    const limit = timers.setTimeout(() => undefined, FLUSH) // as long as it runs, the process lives
    const over = () => timers.clearTimeout(limit)
    const answer = () => {
      over()
      return true
    }
    this.ask(Ask.flush, this.number(), [], { answer, died: over })
    this.#flushed = this.#last
  }

  /** Blocks this thread until it is done, or until the time has come; true when it is done. */
  wait(wait: Wait, until = Number.POSITIVE_INFINITY): boolean {
    if (wait.queued && this.#sessions.includes(wait.socket)) {
      wait.abandon()
      throw new TypeError(DEADLOCK)
    }
    this.#waits.push(wait)
    this.#watch()
    try {
      return this.#wait(wait, until)
    } finally {
      this.#waits.pop()
    }
  }

  /** Whether a limit is over is judged when the other thread has read its sockets: an answer that is there is one. */
  #wait({ done, deadline, overdue }: Wait, until: number): boolean {
    let asked = false
    for (let end = Math.min(until, deadline); ; ) {
      const sequence = Atomics.load(this.#control, Word.sequence)
      this.drain()
      if (done()) return true
      const left = end - timers.now()
      if (left > 0) {
        this.#sleep(sequence, left)
        continue
      }
      if (!asked) this.#vigil.ask()
      asked = true
      if (!this.#vigil.answered && !this.#vigil.late) this.#sleep(sequence, SIGN)
      else if (until <= end) return false
      else if (this.#vigil.answered)
        end = until // it lives, and knows the deadline as well
      else overdue()
    }
  }

  #sleep(sequence: number, ms: number): void {
    const from = timers.now()
    const slept = Atomics.wait(this.#control, Word.sequence, sequence, Math.min(ms, SLICE))
    if (slept === 'timed-out') this.#passed(timers.now() - from)
  }

  /** So many ms without news: is the other thread still there? */
  #passed(ms: number): void {
    const verdict = this.#vigil.verdict()
    if (verdict === undefined) this.#vigil.passed(ms)
    else {
      this.#cause ??= new Error(verdict)
      this.#bury()
    }
  }

  /** A Ctrl-C of the REPL ends the code that waits without a word, `finally` included: this ends what it waited for. */
  #watch(): void {
    if (this.#watching) return
    this.#watching = true
    timers.setImmediate(() => {
      this.#watching = false
      const cut = this.#waits
      this.#waits = []
      if (cut.length > 0) this.#sessions = []
      for (const { abandon } of cut) abandon()
      this.drain() // what was told meanwhile is heard, also when the process ends now
    })
  }

  /** Takes in all answers that are there. */
  drain(): void {
    for (let message = this.#reader.next(); message !== undefined; message = this.#reader.next()) this.#take(message)
    if (Atomics.exchange(this.#control, Word.congested, 0) === 1) this.#ring()
    if (!this.alive) this.#bury()
  }

  #take(message: Message): void {
    const { kind, id, body } = message
    if (kind === Tell.notify) this.#sockets.get(id)?.notify(...unpacked<[string, unknown[]]>(body))
    else if (kind === Tell.trace) {
      const publish = this.#traces.take(id, ...unpacked<[number, number, Traced]>(body))
      timers.queueMicrotask(publish)
    } else if (kind === Tell.warning) warn(...unpacked<[string, string, string | undefined]>(body))
    else if (kind === Tell.hook) this.#sockets.get(id)?.hook(unpacked<[number]>(body)[0])
    else if (this.#askers.get(id)?.answer(message) === true) this.#askers.delete(id)
  }

  #write(all: readonly Uint8Array[]): void {
    if (this.#sending) this.#bury() // what is written now would be taken for the rest of a message that was cut
    this.#traces.look(this.#control) // before the message is there to be read
    this.#sending = true
    for (const piece of all) this.#send(piece)
    this.#sending = false
    this.#ring()
  }

  #send(piece: Uint8Array): void {
    for (let sent = this.#output.write(piece); sent < piece.length && this.alive; ) {
      this.#ring()
      const from = timers.now()
      if (!this.#output.waitForRoom(SLICE)) this.#passed(timers.now() - from)
      sent += this.#output.write(piece, sent)
    }
  }

  #ring(): void {
    if (!this.alive) this.#bury()
    else if (Atomics.exchange(this.#control, Word.workerBell, 1) === 0) this.#worker.postMessage(0)
  }

  /** The thread is dead: whoever waits for it hears of that, once. */
  #bury(): void {
    Atomics.store(this.#control, Word.dead, 1)
    this.#sending = false
    this.#vigil.close()
    void this.#worker.terminate() // where it is not dead, but of no use
    const cause = this.#cause ?? new Error('the thread of the sockets has ended')
    for (const [id, asker] of [...this.#askers]) if (this.#askers.delete(id)) asker.died(cause)
  }
}

/** A process warning, told at once: for a thread that is blocked, there is no next tick. */
function warn(name: string, message: string, code: string | undefined): void {
  const warning = Object.assign(new Error(message), { name, code })
  try {
    process.emit('warning', warning)
  } catch (error) {
    timers.queueMicrotask(() => {
      throw error // of a listener: as uncaught as it would be without us
    })
  }
}

let current: Bridge | undefined

/** The bridge of this thread: one thread of sockets for all its sockets, begun when it is needed; a dead one is replaced. */
export function bridge(): Bridge {
  if (current === undefined) process.on('beforeExit', () => current?.flush())
  if (current?.alive !== true) current = new Bridge()
  return current
}
