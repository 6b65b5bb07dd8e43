/** The instrument as a judge: answers with what it was asked, and notes what should never come. */
import { type DeviceFunction, delay } from '@sockio/sim'

export interface Verdict {
  readonly requests: number
  readonly writes: number
  /** Requests that came twice. */
  readonly twice: readonly string[]
  /** Requests that came while another client held the instrument. */
  readonly intruders: readonly string[]
}

/**
 * Requests are `<client>:<number>:<kind>`: `q?` is answered at once, `slow?` after some ms, `dead?` never, `w` is a write.
 * `h1?`, `h2?`, `h3?` are the steps of a hold, between which nothing else may come; nor may it between `c` and `e?`, a write
 * and the question for its errors, sent in one piece.
 */
export class Judge {
  readonly device: DeviceFunction
  #requests = 0
  #writes = 0
  /** The numbers of each client that came: no two requests have the same. */
  readonly #came = new Map<string, Set<number>>()
  readonly #twice: string[] = []
  readonly #intruders: string[] = []
  #held: string | undefined

  /** `late`: what is never answered otherwise is answered after so many ms, when its client has given it up. */
  constructor({ slow = 3, late }: { readonly slow?: number; readonly late?: number } = {}) {
    this.device = (request) => {
      this.#note(request)
      if (late !== undefined && request.endsWith(':dead?')) return delay(late, request)
      if (request.endsWith(':slow?')) return delay(slow, request)
      return request.endsWith('?') && !request.endsWith(':dead?') ? request : undefined
    }
  }

  get verdict(): Verdict {
    return { requests: this.#requests, writes: this.#writes, twice: this.#twice, intruders: this.#intruders }
  }

  #note(request: string): void {
    const [client = '', number = '', kind = ''] = request.split(':')
    const n = Number(number)
    this.#requests++
    if (!kind.endsWith('?')) this.#writes++
    const came = this.#came.get(client) ?? new Set()
    if (came.has(n)) this.#twice.push(request)
    this.#came.set(client, came.add(n))
    if (this.#held !== undefined && this.#held !== client) this.#intruders.push(`${request} while ${this.#held} holds`)
    this.#held = kind === 'h1?' || kind === 'h2?' || kind === 'c' ? client : undefined
  }
}
