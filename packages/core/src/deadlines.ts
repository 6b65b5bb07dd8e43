/** All deadlines of a link, so that the driver needs one alarm: an indexed binary heap, the nearest on top. */

/** What has a deadline. `slot` belongs to `Deadlines`; -1 when it is not in there. */
export interface Timed {
  deadline: number
  slot: number
}

/** A deadline that is nothing else; made when it is set for the first time, since most links never need theirs. */
export class Timer implements Timed {
  deadline = Number.POSITIVE_INFINITY
  slot = -1
}

export class Deadlines<T extends Timed> {
  readonly #heap: T[] = []

  /** The nearest deadline, or Infinity: asked for in each turn, so the heap is not. */
  nearest = Number.POSITIVE_INFINITY

  /** Sets the deadline of an item, new or known; Infinity removes it. */
  set(item: T, deadline: number): void {
    this.delete(item)
    item.deadline = deadline
    if (deadline === Number.POSITIVE_INFINITY) return
    this.#up(this.#heap.length, item)
  }

  delete(item: T | undefined): void {
    if (item === undefined || item.slot < 0) return
    const { slot } = item
    item.slot = -1
    const last = this.#heap.pop() as T
    if (last === item) {
      if (slot === 0) this.nearest = Number.POSITIVE_INFINITY
      return
    }
    const parent = this.#heap[(slot - 1) >> 1]
    if (slot > 0 && parent !== undefined && parent.deadline > last.deadline) this.#up(slot, last)
    else this.#down(slot, last)
  }

  /** The items whose deadline is after `time`, in no order: a list of its own, which outlives their changes. */
  after(time: number): T[] {
    return this.#heap.filter(({ deadline }) => deadline > time)
  }

  /** Removes and returns the items whose deadline has passed, the oldest first. */
  takeExpired(now: number): T[] {
    const expired: T[] = []
    for (let item = this.#heap[0]; item !== undefined && item.deadline <= now; item = this.#heap[0]) {
      this.delete(item)
      expired.push(item)
    }
    return expired
  }

  #put(slot: number, item: T): void {
    this.#heap[slot] = item
    item.slot = slot
    if (slot === 0) this.nearest = item.deadline
  }

  #up(from: number, item: T): void {
    let slot = from
    while (slot > 0) {
      const above = (slot - 1) >> 1
      const parent = this.#heap[above] as T
      if (parent.deadline <= item.deadline) break
      this.#put(slot, parent)
      slot = above
    }
    this.#put(slot, item)
  }

  #down(from: number, item: T): void {
    let slot = from
    for (;;) {
      let below = 2 * slot + 1
      const right = this.#heap[below + 1]
      const left = this.#heap[below]
      if (left === undefined) break
      let child = left
      if (right !== undefined && right.deadline < left.deadline) {
        child = right
        below++
      }
      if (child.deadline >= item.deadline) break
      this.#put(slot, child)
      slot = below
    }
    this.#put(slot, item)
  }
}
