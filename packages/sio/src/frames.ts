/**
 * What the code of this thread is in the middle of. A Ctrl-C of the REPL, or the limit of a `vm` script, cuts code short
 * without a word, `finally` included: what was begun by it, and never ended, is abandoned here.
 */

/** Something begun, the innermost last. */
export interface Frame {
  /** Ends it, for code that was cut short; may be called again. */
  abandon?: () => void
  /** It blocks for an answer of that socket. */
  readonly socket?: number
  /** It runs a function of the user, by this: what that begins is within it. Nothing else that is begun can be. */
  readonly running?: () => unknown
}

export class Frames {
  readonly #all: Frame[] = []
  readonly #over: (cut: boolean) => void
  #armed = false

  /** `over` is called when all code that ran has ended, or was cut. What was begun and cut is abandoned then. */
  constructor(over: (cut: boolean) => void) {
    this.#over = over
  }

  /** Before anything that may be cut. */
  arm(): void {
    if (this.#armed) return
    void this.#afterwards()
    this.#armed = true // last: else a cut before could leave it so for ever
  }

  /**
   * A job of the engine's, not a timer or an immediate of Node's: those count themselves in code that may be cut as well,
   * and the event loop of a process whose counts are wrong spins for ever. To wait in an async function is one step.
   */
  async #afterwards(): Promise<void> {
    await undefined
    this.#armed = false
    const cut = this.#all.length > 0
    this.#abandon(0)
    this.#over(cut)
  }

  /** A call of the user begins: what is neither a function of theirs that runs now, nor within one, was cut. */
  enter(): number {
    for (let last = this.#all.at(-1); last !== undefined && !runs(last); last = this.#all.at(-1)) {
      this.#abandon(this.#all.length - 1)
    }
    return this.begin({})
  }

  /** Something begins; gives the depth that it is at. Nothing can be cut between the two: what comes next is done. */
  begin(frame: Frame): number {
    this.arm()
    return this.#all.push(frame) - 1
  }

  /** What began at that depth has ended, and nothing that was within it goes on. */
  end(depth: number): void {
    this.#abandon(depth + 1)
    if (this.#all.length > depth) this.#all.pop()
  }

  /** Something is about to be asked for: what ends it, unless the frame has that already. */
  asks(abandon: () => void): void {
    const last = this.#all.at(-1)
    if (last !== undefined) last.abandon ??= abandon
  }

  blocksFor(socket: number): boolean {
    return this.#all.some((frame) => frame.socket === socket)
  }

  #abandon(depth: number): void {
    while (this.#all.length > depth) {
      this.#all.at(-1)?.abandon?.()
      this.#all.pop()
    }
  }
}

/** Its function is on the stack: a trace that begins below that has something in it. */
function runs({ running }: Frame): boolean {
  if (running === undefined) return false
  if (!(Error.stackTraceLimit > 0)) return true // there are no traces: so it may be
  const trace: { readonly stack?: unknown } = {}
  Error.captureStackTrace(trace, running)
  const { stack } = trace // a program may have its own format
  return Array.isArray(stack) ? stack.length > 0 : String(stack).includes('\n')
}
