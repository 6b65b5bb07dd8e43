/**
 * The caller's end: asks the thread of the sockets, and waits for its answers; blocked, or as the event loop runs.
 *
 * Code that blocks may be cut short anywhere that a function begins or a loop goes round, see `frames.ts`. So here: what
 * has to be ended then is known before it begins; a step that must not be halved is assignments, without a call; and all
 * else can be done again, and is, until it is done.
 */
import type { Worker } from 'node:worker_threads'
import { timers } from '@sockio/node'
import { Awaited } from './awaited.ts'
import { Blocked, type Due } from './blocked.ts'
import { Context } from './context.ts'
import { Frames } from './frames.ts'
import { type Message, MessageReader, MessageWriter, packed, pieces, unpacked } from './messages.ts'
import { News } from './news.ts'
import { OwnErrors } from './own-errors.ts'
import { Pipe, pipeMemory } from './pipe.ts'
import { Ask, type Start, Tell, WORDS, Word } from './protocol.ts'
import { SignalNumbers } from './signals.ts'
import { startWorker } from './start-worker.ts'
import { type Traced, Traces } from './traces.ts'
import { SLICE, Vigil } from './vigil.ts'

/** Who waits for the answer to something that was asked. */
export interface Asker {
  /** True when that was the last answer. It may be given again. */
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
const nobodys = new Context()

const DEADLOCK =
  'a call of the socket itself, waited for inside its transaction or hook, waits for the end of that: use the session, or await it outside'

/** How long a program that is done lives on for what it has not sent yet, in ms. */
const FLUSH = 5_000

/** A function of the user that runs for a hook or transaction of a socket. */
export interface Visit {
  readonly socket: number
}

/** An answer to block for. */
export interface Wait extends Due {
  /** The socket whose answer it is. */
  readonly socket: number
  /** The answer waits for its turn: not in a session, and not something that is done at once. */
  readonly queued: boolean
  /** Ends what is waited for: nobody will take the answer. */
  readonly abandon: () => void
}

export class Bridge {
  readonly own = new OwnErrors()
  /** Of all sockets: what one signal aborts is told in one message, so that nothing of it is sent meanwhile. */
  readonly signals = new SignalNumbers((number, reason) => this.tell(Ask.abort, number, [this.own.keep(reason)]))
  readonly #control = new Int32Array(new SharedArrayBuffer(WORDS * Int32Array.BYTES_PER_ELEMENT))
  readonly #reader: MessageReader
  readonly #writer: MessageWriter
  readonly #worker: Worker
  readonly #askers = new Map<number, Asker>()
  readonly #sockets = new Map<number, SocketEvents>()
  #last = 0
  /** The last number that was there at a `flush`. */
  #flushed = 0
  /** Something was told since that has something sent, and nobody tells when, as the stop of a stream. */
  #unanswered = false
  /** Who waits for answers by the event loop. */
  readonly #holding = new Set<object>()
  readonly #frames = new Frames((cut) => {
    // Left by a wait that was cut, perhaps long ago in this turn: for what came since, the other thread rang no bell.
    const looking = Atomics.exchange(this.#control, Word.looking, 0) === 1
    if (this.#owed) this.#ring()
    if (cut || looking || this.#draining) this.drain() // only then: without end where answers come as fast as they are asked for
  })
  /** Functions of the user that run right now for a hook or transaction, or whose promise is waited for. */
  readonly #visits = new Set<Visit>()
  /** The other thread must be woken, and perhaps was not. */
  #owed = false
  /** Answers are being taken in, or were when that was cut. */
  #draining = false
  readonly #news = new News()
  readonly #traces = new Traces()
  #cause: Error | undefined
  readonly #vigil = new Vigil(this.#control, () => this.#ring())
  readonly #awaited = new Awaited(this.#vigil, () => this.drain())
  readonly #blocked = new Blocked(
    this.#control,
    this.#vigil,
    () => this.drain(),
    (ms) => this.#passed(ms),
  )

  constructor() {
    const toWorker = pipeMemory()
    const toCaller = pipeMemory()
    const output = new Pipe(toWorker)
    this.#writer = new MessageWriter(output, () => this.#room(output))
    this.#reader = new MessageReader(new Pipe(toCaller))
    const lifeline = this.#vigil.theirs
    const workerData: Start = { control: this.#control.buffer as SharedArrayBuffer, toWorker, toCaller, lifeline }
    this.#worker = nobodys.run(startWorker, workerData)
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
    return this.#frames.blocksFor(socket)
  }

  /** Runs what asks for something and blocks for the answer: is that cut short, nothing that was asked for goes on. */
  blocking<T>(run: () => T): T {
    const depth = this.#frames.enter()
    try {
      return run()
    } finally {
      this.#frames.end(depth) // not run when it was cut
    }
  }

  /** Runs a function of the user that a message asks for; `cut` is called when it is cut short. */
  visit(run: () => void, cut: () => void): void {
    const running = () => run() // of its own: it is looked for on the stack
    const depth = this.#frames.begin({ running, abandon: cut })
    this.#reader.inHand = undefined // its calls wait for what comes after
    try {
      running()
    } finally {
      this.#frames.end(depth)
    }
  }

  /** A function of a hook or transaction begins, and is not over before `left`. */
  entered(visit: Visit): void {
    this.#visits.add(visit)
  }

  left(visit: Visit): void {
    this.#visits.delete(visit)
  }

  /** A number for something new. */
  number(): number {
    this.#last = (this.#last + 1) >>> 0 || 1
    return this.#last
  }

  /** Sends a message; blocks only until there is room for it. */
  tell(kind: number, id: number, body: unknown[]): void {
    if (kind !== Ask.socket) this.#unanswered = true
    this.#write(pieces(kind, id, packed(body)))
  }

  /** Sends a message whose answer goes to `asker`. `cancels` is what is to be cancelled when the code that blocks for it is cut. */
  ask(kind: number, id: number, body: unknown[], asker: Asker, cancels = id): void {
    const bytes = packed(body) // what can't cross throws here, before anything has
    if (kind === Ask.leave) this.#unanswered = true // it is answered before the stop of the stream is sent
    this.#frames.asks(() => this.tell(Ask.cancel, cancels, []))
    this.#askers.set(id, asker)
    this.#write(pieces(kind, id, bytes))
  }

  listen(socket: number, events: SocketEvents): void {
    this.#sockets.set(socket, events)
  }

  forget(socket: number): void {
    this.#sockets.delete(socket)
  }

  /** Keeps the process alive until `release`: an answer is waited for by the event loop, and `overdue` makes an end of that. */
  hold(holder: object, deadline: number, overdue: () => void): void {
    this.#holding.add(holder)
    if (deadline < Number.POSITIVE_INFINITY) this.#awaited.add(holder, deadline, overdue)
    this.#worker.ref()
  }

  release(holder: object): void {
    this.#awaited.delete(holder)
    this.#holding.delete(holder)
    if (this.#holding.size === 0) this.#worker.unref()
  }

  /** Nothing is left to do but what was asked for: stays until that is sent, or for a while. */
  flush(): void {
    this.drain() // what was told meanwhile is heard
    if (!this.#unflushed) return
    const limit = timers.setTimeout(() => undefined, FLUSH) // as long as it runs, the process lives
    this.#flush(false, () => timers.clearTimeout(limit))
  }

  /** The program dies of an error: blocks until what was asked for is sent, or for a while. */
  flushBlocked(): void {
    const until = timers.now() + FLUSH
    this.drain()
    // What is run for an answer, as the function of a transaction, may ask for more.
    while (this.#unflushed && timers.now() < until) {
      let done = false
      const over = () => {
        done = true
      }
      this.#flush(true, over)
      this.blocking(() =>
        this.#blocked.until({ done: () => done, deadline: Number.POSITIVE_INFINITY, overdue: over }, until),
      )
    }
  }

  /** Something was asked for since the last `flush` that may have to be sent. */
  get #unflushed(): boolean {
    if (!this.alive) return false
    return this.#unanswered || (this.#askers.size > 0 && this.#flushed !== this.#last)
  }

  #flush(dying: boolean, over: () => void): void {
    const answer = () => {
      over()
      return true
    }
    this.#unanswered = false
    this.ask(Ask.flush, this.number(), [dying], { answer, died: over })
    this.#flushed = this.#last
  }

  /** Blocks this thread until it is done, or until the time has come; true when it is done. */
  wait(wait: Wait, until = Number.POSITIVE_INFINITY): boolean {
    const { socket, queued, abandon } = wait
    if (queued && this.#visited(socket)) {
      abandon()
      throw new TypeError(DEADLOCK)
    }
    const depth = this.#frames.begin({ socket, abandon })
    try {
      return this.#blocked.until(wait, until)
    } finally {
      this.#frames.end(depth)
    }
  }

  #visited(socket: number): boolean {
    for (const visit of this.#visits) if (visit.socket === socket) return true
    return false
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

  /** Takes in all answers that are there. */
  drain(): void {
    this.#frames.arm() // is this cut, it is done again
    this.#draining = true
    for (let message = this.#reader.next(); message !== undefined; message = this.#reader.next()) {
      try {
        this.#take(message)
      } finally {
        if (this.#reader.inHand === message) this.#reader.inHand = undefined
      }
    }
    if (Atomics.load(this.#control, Word.congested) === 1) {
      this.#owed = true
      Atomics.store(this.#control, Word.congested, 0)
    }
    if (this.#owed) this.#ring()
    this.#news.publish()
    if (!this.alive) this.#bury()
    this.#draining = false
  }

  #take(message: Message): void {
    const { kind, id, body } = message
    if (kind === Tell.notify) {
      const [name, args] = unpacked<[string, unknown[]]>(body)
      const socket = this.#sockets.get(id)
      if (socket !== undefined) this.#report(() => socket.notify(name, args))
    } else if (kind === Tell.trace) this.#report(this.#traces.take(id, ...unpacked<[number, number, Traced]>(body)))
    else if (kind === Tell.warning) {
      const [name, text, code] = unpacked<[string, string, string | undefined]>(body)
      const nothing = () => undefined
      this.visit(() => warn(name, text, code), nothing)
    } else if (kind === Tell.hook) this.#sockets.get(id)?.hook(unpacked<[number]>(body)[0])
    else if (this.#askers.get(id)?.answer(message) === true) this.#askers.delete(id)
  }

  /** In one step with the end of the message that it is from: it is told once. */
  #report(tell: () => void): void {
    this.#news.waiting.push(tell)
    this.#reader.inHand = undefined
  }

  #write(all: readonly Buffer[]): void {
    this.#traces.look(this.#control) // before the message is there to be read
    this.#writer.write(all)
    this.#ring()
  }

  /** Waits for room in the pipe; false when there will be none. */
  #room(output: Pipe): boolean {
    this.#ring()
    if (this.alive && !output.waitForRoom(SLICE)) this.#passed(SLICE)
    return this.alive
  }

  #ring(): void {
    const cut = this.#owed // the bell may say that it rings, though it does not
    this.#owed = true
    if (!this.alive) this.#bury()
    else if (Atomics.exchange(this.#control, Word.workerBell, 1) === 0 || cut) this.#worker.postMessage(0)
    this.#owed = false
  }

  /** The thread is dead: whoever waits for it hears of that, once. */
  #bury(): void {
    Atomics.store(this.#control, Word.dead, 1)
    this.#vigil.close()
    void this.#worker.terminate() // where it is not dead, but of no use
    const cause = this.#cause ?? new Error('the thread of the sockets has ended')
    for (const [id, asker] of [...this.#askers]) {
      asker.died(cause)
      this.#askers.delete(id)
    }
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
  if (current === undefined) {
    process.on('beforeExit', () => current?.flush())
    process.on('uncaughtExceptionMonitor', () => {
      const caught = process.hasUncaughtExceptionCaptureCallback() || process.listenerCount('uncaughtException') > 0
      if (!caught) current?.flushBlocked()
    })
  }
  if (current?.alive !== true) current = new Bridge()
  return current
}
