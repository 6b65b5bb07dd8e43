/**
 * A queue: push, peek and shift in constant time, and without memory of their own, however short the queue is (an array
 * that is emptied gives its memory back, and the next push asks for it again). The oldest item lies in the queue itself,
 * the others in a ring: most queues never hold more than one, and thousands of them should fit into a cache.
 *
 *     oldest:  [ 1st ]
 *     ring:    [ 4th ][     ][     ][     ][     ][     ][ 2nd ][ 3rd ]
 *                                                          head
 */
export class Fifo<T> {
  #oldest: T | undefined = undefined
  /** As long as a power of two; none before the second item. */
  #ring: (T | undefined)[] = NONE
  #head = 0
  #length = 0

  get length(): number {
    return this.#length
  }

  push(item: T): void {
    if (this.#length === 0) this.#oldest = item
    else {
      if (this.#length > this.#ring.length) this.#fill(this.toArray(), this.#length)
      this.#ring[this.#slot(this.#length)] = item
    }
    this.#length++
  }

  peek(): T | undefined {
    return this.#oldest
  }

  /** The item at `index` counted from the oldest. */
  at(index: number): T | undefined {
    if (index === 0) return this.#oldest
    return index < this.#length ? this.#ring[this.#slot(index)] : undefined
  }

  shift(): T | undefined {
    const item = this.#oldest
    if (this.#length <= 1) {
      this.#oldest = undefined
      this.#length = 0
      if (this.#ring.length > LARGEST_KEPT) this.#ring = NONE
      return item
    }
    this.#oldest = this.#ring[this.#head]
    this.#ring[this.#head] = undefined // what has left must not be kept alive
    this.#head = this.#slot(2)
    this.#length--
    return item
  }

  /** Puts items back in front of the oldest, in their order. */
  unshift(items: readonly T[]): void {
    const all = [...items, ...this.toArray()]
    this.#fill(all, all.length)
  }

  /** For cancellation. Linear in how far it is from the nearer end: many are cancelled in the order of the calls, or from behind. */
  remove(item: T): boolean {
    const index = this.#indexOf(item)
    if (index < 0) return false
    if (index === 0) {
      this.shift()
      return true
    }
    const last = this.#length - 1
    if (index <= last / 2) {
      for (let i = index; i > 1; i--) this.#ring[this.#slot(i)] = this.at(i - 1)
      this.#ring[this.#head] = undefined
      this.#head = this.#slot(2)
    } else {
      for (let i = index; i < last; i++) this.#ring[this.#slot(i)] = this.at(i + 1)
      this.#ring[this.#slot(last)] = undefined
    }
    this.#length--
    return true
  }

  includes(item: T): boolean {
    return this.#indexOf(item) >= 0
  }

  /** Is it true of one of them? Makes no copy, so that it may be asked often. */
  some(test: (item: T) => boolean): boolean {
    for (let i = 0; i < this.#length; i++) if (test(this.at(i) as T)) return true
    return false
  }

  /** Empties the queue and returns what was in it. */
  drain(): T[] {
    if (this.#length === 0) return []
    const all = this.toArray()
    this.#fill([], 0)
    return all
  }

  toArray(): T[] {
    const all: T[] = []
    for (let i = 0; i < this.#length; i++) all.push(this.at(i) as T)
    return all
  }

  #indexOf(item: T): number {
    for (let [i, j] = [0, this.#length - 1]; i <= j; i++, j--) {
      if (this.at(i) === item) return i
      if (this.at(j) === item) return j
    }
    return -1
  }

  /** Where in the ring the item at `index` lies, which is not the oldest. */
  #slot(index: number): number {
    return (this.#head + index - 1) & (this.#ring.length - 1)
  }

  /** A new ring for the items, and for one more. */
  #fill(items: readonly T[], size: number): void {
    const [oldest, ...others] = items
    let capacity = SMALLEST
    while (capacity < size) capacity *= 2
    this.#oldest = oldest
    this.#ring = size === 0 ? NONE : emptyRing(capacity)
    for (const [index, item] of others.entries()) this.#ring[index] = item
    this.#head = 0
    this.#length = items.length
  }
}

const NONE: never[] = []
const SMALLEST = 4
/** A ring that a burst has made longer is given up when the queue is empty. */
const LARGEST_KEPT = 1024

function emptyRing<T>(capacity: number): (T | undefined)[] {
  return new Array<T | undefined>(capacity).fill(undefined)
}
