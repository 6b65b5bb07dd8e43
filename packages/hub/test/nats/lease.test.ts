/** The lease of one instrument: who may act, by whose clock, and what becomes of answers that never come. */
import { describe, expect, it } from 'vitest'
import { type Entry, type Holder, type Key, Lease } from '../../src/nats/lease.ts'
import type { Watch } from '../../src/nats/moment.ts'

const TTL = 3000

/** Time that only moves when it is told to. */
class Clock {
  monotonic = 1000
  wall = 5000
  readonly watch: Watch = {
    now: () => ({ monotonic: this.monotonic, wall: this.wall }),
    since: (then) => Math.max(this.monotonic - then.monotonic, this.wall - then.wall),
  }

  pass(ms: number): void {
    this.monotonic += ms
    this.wall += ms
  }
}

/** A key as NATS keeps it, and a network that can lose what is asked, or the answer. */
class Network implements Key {
  entry: Entry | undefined
  unused = false
  #revision = 0
  /** What becomes of the next ones. */
  readonly faults: ('lost' | 'unanswered')[] = []
  /** Writes that are on their way, and may still arrive. */
  readonly late: (() => void)[] = []

  async read(): Promise<Entry | undefined> {
    return this.entry
  }

  async write(holder: Holder, revision: number): Promise<number | undefined> {
    const fault = this.faults.shift()
    const apply = () => {
      if ((this.entry?.revision ?? 0) !== revision) return undefined
      this.entry = { holder, revision: ++this.#revision }
      return this.#revision
    }
    if (fault === 'lost') {
      this.late.push(apply)
      throw new Error('timeout')
    }
    const written = apply()
    if (fault === 'unanswered') throw new Error('timeout')
    return written
  }

  async release(revision: number): Promise<void> {
    if (this.entry?.revision === revision) this.entry = { holder: undefined, revision: ++this.#revision }
  }

  expire(): void {
    this.entry = undefined
  }
}

function setup() {
  const clock = new Clock()
  const key = new Network()
  const lease = (id = 'a') => new Lease(key, TTL, clock.watch, { id, owner: `${id}/1` })
  return { clock, key, lease }
}

describe('a lease', () => {
  it('is valid for its time from before it was asked for, and for as long from each renewal', async () => {
    const { clock, lease } = setup()
    const mine = lease()
    expect(mine.valid).toBe(false)
    expect(await mine.acquire()).toBeUndefined()
    clock.pass(TTL - 1)
    expect(mine.valid).toBe(true)
    expect(await mine.renew()).toBe(true)
    clock.pass(TTL - 1)
    expect(mine.valid).toBe(true)
    clock.pass(1)
    expect(mine.valid).toBe(false)
    clock.pass(-2 * TTL)
    expect(mine.valid).toBe(false) // what is over stays over
  })

  it('counts from before it was sent: an answer that comes late leaves less', async () => {
    const { clock, key, lease } = setup()
    const mine = lease()
    const { write } = key
    key.write = async (...args) => {
      clock.pass(1000)
      return write.apply(key, args)
    }
    await mine.acquire()
    expect(mine.left).toBe(TTL - 1000)
    await mine.renew()
    expect(mine.left).toBe(TTL - 1000)
  })

  it('is over when either clock says so: one stands still while a machine sleeps', async () => {
    const { clock, lease } = setup()
    const mine = lease()
    await mine.acquire()
    clock.wall += TTL
    expect(mine.valid).toBe(false)
    const other = setup()
    const theirs = other.lease()
    await theirs.acquire()
    other.clock.wall -= 1_000_000
    other.clock.monotonic += TTL
    expect(theirs.valid).toBe(false)
  })

  it('is given to one: the other is told whose it is, and gets it with a higher epoch when it has expired', async () => {
    const { key, lease } = setup()
    const a = lease('a')
    const b = lease('b')
    expect(await a.acquire()).toBeUndefined()
    expect(await b.acquire()).toMatchObject({ owner: 'a/1' })
    expect(b.valid).toBe(false)
    key.expire()
    expect(await b.acquire()).toBeUndefined()
    expect(b.clean).toBe(false)
    expect(b.epoch).toBeGreaterThan(a.epoch)
    expect(await a.renew()).toBe(false)
    expect(a.valid).toBe(false)
  })

  it('that was released is taken without a doubt about the one before', async () => {
    const { lease } = setup()
    const a = lease('a')
    const b = lease('b')
    await a.acquire()
    await a.release()
    expect(a.valid).toBe(false)
    expect(await b.acquire()).toBeUndefined()
    expect(b.clean).toBe(true)
    await a.release() // of what is another's: nothing happens
    expect(await b.renew()).toBe(true)
  })

  it('of which nobody has had anything before is taken without a doubt, too', async () => {
    const { key, lease } = setup()
    key.unused = true
    const a = lease('a')
    await a.acquire()
    expect(a.clean).toBe(true)
  })

  it('whose renewal was written and not answered is adopted, from when that was asked', async () => {
    const { clock, key, lease } = setup()
    const mine = lease()
    await mine.acquire()
    clock.pass(1000)
    key.faults.push('unanswered')
    await expect(mine.renew()).rejects.toThrow('timeout')
    expect(mine.left).toBe(TTL - 1000)
    clock.pass(500)
    expect(await mine.renew()).toBe(true)
    expect(mine.left).toBe(TTL - 500) // from when the one was sent that is there
    expect(await mine.renew()).toBe(true) // by the revision that was adopted
    expect(mine.left).toBe(TTL)
  })

  it('whose renewal was lost stays as it was; when that arrives after all, the next finds its own hand', async () => {
    const { clock, key, lease } = setup()
    const mine = lease()
    await mine.acquire()
    clock.pass(1000)
    key.faults.push('lost')
    await expect(mine.renew()).rejects.toThrow('timeout')
    expect(mine.left).toBe(TTL - 1000)
    for (const arrive of key.late) arrive()
    clock.pass(500)
    expect(await mine.renew()).toBe(true)
    expect(mine.left).toBe(TTL - 500) // from when the one was sent that is there
  })

  it('whose first writing was not answered is found by the next attempt', async () => {
    const { clock, key, lease } = setup()
    const mine = lease()
    key.faults.push('unanswered')
    await expect(mine.acquire()).rejects.toThrow('timeout')
    clock.pass(100)
    expect(await mine.acquire()).toBeUndefined()
    expect(mine.left).toBe(TTL - 100)
    expect(mine.epoch).toBe(key.entry?.revision)
  })

  it('that has expired at the server is lost, though its holder believes in it', async () => {
    const { key, lease } = setup()
    const mine = lease()
    await mine.acquire()
    key.expire()
    expect(mine.valid).toBe(true)
    expect(await mine.renew()).toBe(false)
    expect(key.entry).toBeUndefined() // and it is not taken again in passing
  })

  it('of a hub of the same name that ran before is another', async () => {
    const { lease } = setup()
    await lease('a').acquire()
    expect(await lease('a').acquire()).toMatchObject({ id: 'a' })
  })
})
