/**
 * The last look before a limit is judged: what came in time may lie in the kernel, since the event loop runs timers
 * before it reads sockets, and reads nothing at all while the program computes or the process is stopped.
 */
import { afterReading, systemTime } from './time-source.ts'

/**
 * A timer that is late by so many ms is so because the program or the machine was: what takes more than one round with
 * the peer (a connection, a handshake, the rest of a block) had no chance, and has that now, for as long. Deno reads
 * sockets in other threads, which a busy machine may not let run in a shorter time.
 */
const PATIENCE = process.versions.deno === undefined ? 20 : 200

/**
 * A round of the event loop that takes longer than that is no look at what came meanwhile: somebody has computed in the midst
 * of it. So many of them are followed by another; a program that computes in each of its rounds would wait for ever.
 */
const LONG_ROUNDS = 3

/** Who hears whether something comes: a connection, or bytes. */
export interface Ear {
  heard: boolean
}

export class LastLook {
  readonly #ear: Ear
  #cancel: (() => void) | undefined

  constructor(ear: Ear) {
    this.#ear = ear
  }

  /**
   * Calls `judge` when the sockets were read, and nothing comes any more. `late`: how late the timer was. This takes that
   * long at most; or `PATIENCE`, where a peer is just sending; and some rounds, where they are long.
   */
  begin(late: number, judge: () => void): void {
    const { now, after } = systemTime
    const end = now() + Math.max(late, PATIENCE)
    let rested = late < PATIENCE
    let long = 0
    this.#ear.heard = false
    const look = (): void => {
      const from = now()
      this.#cancel = afterReading(() => {
        const time = now()
        const more = time < end
        const heard = this.#ear.heard
        const rest = !rested
        this.#ear.heard = false
        rested = !heard
        this.#cancel = undefined
        if (time - from > PATIENCE && long++ < LONG_ROUNDS) look()
        else if (more && heard) look()
        else if (more && rest) this.#cancel = after(PATIENCE, look)
        else judge()
      })
    }
    look()
  }

  cancel(): void {
    this.#cancel?.()
    this.#cancel = undefined
  }
}
