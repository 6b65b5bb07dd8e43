/** Who is next: round robin over all who have something waiting, those in a hurry before the others. */
import { Fifo } from '@sockio/core'

/** What waits: a message, or what its client asks of the hub itself. */
export interface Job {
  /** Goes before what others have waiting. What its own client said before it goes first all the same, in its order. */
  readonly urgent: boolean
  /** Owes nothing, and may go out while another waits for its reply, when it is urgent. */
  readonly silent: boolean
  /** Needs no turn: runs as soon as all that its client said before is answered. */
  readonly aside: boolean
}

/** The place of one client in the queue: what it has waiting, in its order. */
export class Place<J extends Job = Job> {
  readonly jobs = new Fifo<J>()
  /** How many of the first jobs are in a hurry: all up to the last urgent one. */
  hurried = 0
  /** Jobs of it that are under way. */
  busy = 0
  /** One that needs no turn is being done. */
  aside = false
  /** It takes no more replies for now. */
  blocked = false
  gone = false
  /** Where it stands in line. */
  line: Fifo<Place<J>> | undefined

  get urgent(): boolean {
    return this.hurried > 0
  }

  push(job: J): void {
    this.jobs.push(job)
    if (job.urgent) this.hurried = this.jobs.length
  }

  take(): J | undefined {
    if (this.hurried > 0) this.hurried--
    return this.jobs.shift()
  }

  /** Forgets all that waits. */
  clear(): J[] {
    this.hurried = 0
    return this.jobs.drain()
  }
}

export class FairQueue<J extends Job> {
  readonly #urgent = new Fifo<Place<J>>()
  readonly #others = new Fifo<Place<J>>()

  /** Puts it at the end of the line that it belongs in, unless it stands there already or has nothing to stand for. */
  join(place: Place<J>): void {
    const line = place.jobs.length === 0 || place.blocked ? undefined : place.urgent ? this.#urgent : this.#others
    if (line === place.line) return
    place.line?.remove(place)
    place.line = line
    line?.push(place)
  }

  leave(place: Place<J>): void {
    place.line?.remove(place)
    place.line = undefined
  }

  /** The first in line; with `overtaking`, the first in a hurry whose next job is silent. */
  peek(overtaking: boolean): Place<J> | undefined {
    if (!overtaking) return this.#urgent.peek() ?? this.#others.peek()
    for (let i = 0; i < this.#urgent.length; i++) {
      const place = this.#urgent.at(i)
      if (place?.jobs.peek()?.silent) return place
    }
    return undefined
  }

  /** All who stand in line for something that this is true of, in their order. */
  those(test: (job: J) => boolean): Place<J>[] {
    const all = [...this.#urgent.toArray(), ...this.#others.toArray()]
    return all.filter(({ jobs }) => {
      const job = jobs.peek()
      return job !== undefined && test(job)
    })
  }
}
