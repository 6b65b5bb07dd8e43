/** The talk with an instrument: one command at a time, and what it says unasked in between. */
import { SockioError, type TCP, TimeoutError } from '@sockio/aio'
import { asks, type LinkOptions, terminated } from '../link.ts'
import { type Reply, replyOf } from '../reply.ts'

/** What may change while the shell runs. */
export interface Manner {
  link: LinkOptions
  reply: 'auto' | 'always' | 'never'
}

/** Another line belongs to the same reply when it comes so soon, in ms; and so long at most is waited for more. */
const PAUSE = 25
const MOST = 250

export class Dialogue {
  readonly #sock: TCP
  readonly #show: (reply: Reply, asked: boolean) => void
  readonly manner: Manner
  #idle: { readonly controller: AbortController; readonly over: Promise<void> } | undefined

  /** @param show is given all replies, and what comes unasked */
  constructor(sock: TCP, manner: Manner, show: (reply: Reply, asked: boolean) => void) {
    this.#sock = sock
    this.#show = show
    this.manner = manner
  }

  /** Sends a command and shows what it answers; gives the ms until its reply was there. */
  async say(command: string, signal: AbortSignal): Promise<number> {
    const { link, reply } = this.manner
    await this.hush()
    const began = performance.now()
    const request = terminated(command, link)
    const call = { signal, eol: link.eol, timeout: link.timeout, blocks: true }
    if (reply === 'always' || (reply === 'auto' && asks(command))) {
      const frame = await this.#sock.writeReadLine(request, call)
      const took = performance.now() - began
      this.#shown(frame)
      await this.#more(signal)
      return took
    }
    await this.#sock.write(request, { signal, timeout: link.timeout })
    return performance.now() - began
  }

  /** Shows what comes unasked, until the next command or the end of the connection. */
  listen(): void {
    if (this.#idle !== undefined || !this.#sock.connected) return
    const controller = new AbortController()
    const over = this.#hear(controller.signal).finally(() => {
      this.#idle = undefined
    })
    this.#idle = { controller, over }
  }

  /** Ends that; a line that has begun waits for the next reader. */
  async hush(): Promise<void> {
    this.#idle?.controller.abort()
    await this.#idle?.over
  }

  async #hear(signal: AbortSignal): Promise<void> {
    try {
      for (;;) {
        const call = { signal, eol: this.manner.link.eol, timeout: Number.POSITIVE_INFINITY, blocks: true }
        this.#shown(await this.#sock.readLine(call), false)
      }
    } catch (error) {
      if (!(error instanceof SockioError)) throw error
      if (!signal.aborted && error.partial?.length) this.#shown(Buffer.from(error.partial), false)
    }
  }

  /** The other lines of a reply of several. */
  async #more(signal: AbortSignal): Promise<void> {
    const { eol } = this.manner.link
    const end = performance.now() + MOST
    try {
      while (performance.now() < end) {
        this.#shown(await this.#sock.readLine({ signal, eol, timeout: PAUSE, blocks: true }))
      }
    } catch (error) {
      if (error instanceof TimeoutError) return
      if (!signal.aborted && error instanceof SockioError) return // a loss: the shell says so
      throw error
    }
  }

  #shown(frame: Buffer, asked = true): void {
    const { eol, encoding } = this.manner.link
    this.#show(replyOf(frame, eol, encoding), asked)
  }
}
