/** Starts what waits, one after the other, as the queue and a hold say: the one place of the hub that starts work. */
import { FairQueue, type Job, type Place } from './fair-queue.ts'

/** Does what is started. */
export interface Worker<J extends Job> {
  /** Begins it; true when `Scheduler.done` will follow, false when it is over already. */
  start(place: Place<J>, job: J): boolean
  /** Can it be answered without the instrument? `'joined'`: with another, and `Scheduler.done` follows. */
  shortcut(place: Place<J>, job: J): 'over' | 'joined' | undefined
}

/** So many messages may go together. */
const MOST_TOGETHER = 16

export class Scheduler<J extends Job> {
  readonly #queue = new FairQueue<J>()
  readonly #worker: Worker<J>
  readonly #most: number
  #underWay = 0
  #holder: Place<J> | undefined
  /** Who has sent a write with something behind it: both go together, so that an error is asked for by who has made it. */
  #follower: Place<J> | undefined
  #followed = 0
  /** Something is being added, of which the first must not begin before the last is there. */
  #adding = 0
  /** Whose hold waits until nothing is under way. */
  #claimant: { readonly place: Place<J>; readonly granted: () => void } | undefined

  /** `most`: how many may be under way at once. */
  constructor(worker: Worker<J>, most: number) {
    this.#worker = worker
    this.#most = most
  }

  get holder(): Place<J> | undefined {
    return this.#holder
  }

  get idle(): boolean {
    return this.#underWay === 0
  }

  add(place: Place<J>, job: J): void {
    place.push(job)
    this.#lineUp(place)
    this.#advance()
  }

  /** What is added by `add` came in one piece. */
  together(add: () => void): void {
    this.#adding++
    try {
      add()
    } finally {
      this.#adding--
      this.#advance()
    }
  }

  /** A job of this place is over: with `underWay`, one that took a turn. */
  done(place: Place<J>, underWay: boolean, tell: () => void): void {
    place.busy--
    if (underWay) this.#underWay--
    if (!place.urgent && this.#follower !== place) {
      const { blocked } = place
      place.blocked = true // what it is told first comes first; the others need not wait for that
      this.#queue.join(place)
      this.#advance()
      place.blocked = blocked
    }
    tell()
    this.#lineUp(place)
    this.#advance()
  }

  /** It takes replies again, or no more for now. */
  block(place: Place<J>, blocked: boolean): void {
    place.blocked = blocked
    this.#lineUp(place)
    this.#advance()
  }

  /** Forgets what it has waiting; its hold is for `release`. */
  remove(place: Place<J>): J[] {
    place.gone = true
    const forgotten = place.clear()
    this.#queue.leave(place)
    if (this.#claimant?.place === place) this.#claimant = undefined
    this.#advance()
    return forgotten
  }

  /** Gives it the instrument for itself, once nothing is under way; called by a job of its own that takes a turn. */
  claim(place: Place<J>, granted: () => void): void {
    if (this.#holder === place) granted()
    else this.#claimant = { place, granted }
  }

  release(place: Place<J>): void {
    if (this.#holder !== place) return
    this.#holder = undefined
    this.#advance()
  }

  /** Those who wait for something that this is true of. */
  those(test: (job: J) => boolean): Place<J>[] {
    return this.#holder === undefined && this.#claimant === undefined ? this.#queue.those(test) : []
  }

  /** Does what needs no turn, then stands in line for what is left. */
  lineUp(place: Place<J>): void {
    this.#lineUp(place)
  }

  #lineUp(place: Place<J>): void {
    while (!place.gone && !place.blocked && !place.aside && place.busy === 0) {
      const job = place.jobs.peek()
      if (job === undefined || this.#claimant?.place === place) break
      if (job.aside) {
        place.take()
        place.aside = true
        this.#worker.start(place, job)
        place.aside = false
        continue
      }
      const others = (this.#holder ?? place) !== place || this.#claimant !== undefined
      const shortcut = others ? undefined : this.#worker.shortcut(place, job)
      if (shortcut === undefined) break
      place.take()
      if (shortcut === 'joined') place.busy++
    }
    if (place.gone || place.jobs.peek()?.aside) this.#queue.leave(place)
    else this.#queue.join(place)
  }

  #advance(): void {
    if (this.#adding > 0) return
    for (let place = this.#next(); place !== undefined; place = this.#next()) {
      this.#queue.leave(place)
      const job = place.take()
      if (job === undefined) continue
      this.#follow(place, job)
      place.busy++
      this.#underWay++
      if (!this.#worker.start(place, job)) {
        place.busy--
        this.#underWay--
      }
      this.#lineUp(place)
    }
  }

  #follow(place: Place<J>, job: J): void {
    const more = job.silent && place.jobs.length > 0 && this.#followed < MOST_TOGETHER
    this.#follower = more ? place : undefined
    this.#followed = more ? this.#followed + 1 : 0
  }

  /** Who goes on, where it still can. */
  #following(): Place<J> | undefined {
    const place = this.#follower
    const job = place?.jobs.peek()
    if (place === undefined || job === undefined || job.aside || place.gone || place.blocked) return undefined
    return this.#holder === undefined || this.#holder === place ? place : undefined
  }

  #next(): Place<J> | undefined {
    if (this.#claimant !== undefined) {
      if (this.#underWay > 0) return undefined
      const { place, granted } = this.#claimant
      this.#claimant = undefined
      this.#holder = place
      granted()
      this.#lineUp(place)
    }
    const full = this.#underWay >= this.#most
    const follower = this.#following()
    if (follower !== undefined) return full ? this.#queue.peek(true) : follower
    const holder = this.#holder
    if (holder === undefined) return this.#queue.peek(full)
    if (holder.line === undefined) return undefined
    return !full || (holder.jobs.peek()?.silent && holder.urgent) ? holder : undefined
  }
}
