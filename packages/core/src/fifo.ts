/** A queue on one array with a moving head: push, peek and shift in constant time, no `array.shift()`. */
export class Fifo<T> {
  #items: (T | undefined)[] = []
  #head = 0

  get length(): number {
    return this.#items.length - this.#head
  }

  push(item: T): void {
    this.#items.push(item)
  }

  peek(): T | undefined {
    return this.#items[this.#head]
  }

  /** The item at `index` counted from the oldest. */
  at(index: number): T | undefined {
    return this.#items[this.#head + index]
  }

  shift(): T | undefined {
    if (this.#head === this.#items.length) return undefined
    const item = this.#items[this.#head]
    this.#items[this.#head++] = undefined // what has left must not be kept alive
    if (this.#head === this.#items.length) {
      this.#items.length = 0
      this.#head = 0
    } else if (this.#head >= 64 && this.#head * 2 >= this.#items.length) {
      this.#items.splice(0, this.#head) // amortised: at least as many shifts as moved items came before
      this.#head = 0
    }
    return item
  }

  /** Puts items back in front of the oldest, in their order. */
  unshift(items: readonly T[]): void {
    this.#items = [...items, ...this.#items.slice(this.#head)] // no splice: that many arguments overflow the stack
    this.#head = 0
  }

  /** Linear: for cancellation, which is rare. */
  remove(item: T): boolean {
    const index = this.#items.indexOf(item, this.#head)
    if (index < 0) return false
    if (index === this.#head) this.shift()
    else this.#items.splice(index, 1)
    return true
  }

  includes(item: T): boolean {
    return this.#items.indexOf(item, this.#head) >= 0
  }

  /** Empties the queue and returns what was in it. */
  drain(): T[] {
    const items = this.#items.slice(this.#head) as T[]
    this.#items = []
    this.#head = 0
    return items
  }

  toArray(): T[] {
    return this.#items.slice(this.#head) as T[]
  }
}
