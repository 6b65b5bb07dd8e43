/** What keeps a process alive, and who listens: the same before and after, or something was left behind. */
import assert from 'node:assert/strict'
import { getEventListeners } from 'node:events'
import { until } from './until.ts'

/** Sockets, their attempts and timers; what else there is comes and goes with the tests' own worker. */
const KINDS = /Socket|TCP|TLS|Pipe|Connect|Timeout|Immediate|GetAddrInfo/

function held(): readonly string[] {
  const handles = process.getActiveResourcesInfo().filter((name) => KINDS.test(name))
  const listeners = process.eventNames().map((name) => `${String(name)}: ${process.listenerCount(name)}`)
  return [...handles, ...listeners].sort()
}

/** Remembers what is there now; to be called before the first socket of a row is made. */
export class Resources {
  readonly #before = held()
  readonly control = new AbortController()

  /** Resolves when all that came since is gone: handles, timers, listeners, also those of the signal. */
  async released(): Promise<void> {
    let more: readonly string[] = []
    const gone = () => {
      more = held().filter((item, _i, all) => {
        const had = this.#before.filter((other) => other === item).length
        return all.filter((other) => other === item).length > had
      })
      return more.length === 0
    }
    await until('nothing is left', gone).catch(() => assert.fail(`left behind: ${more.join(', ')}`))
    assert.equal(getEventListeners(this.control.signal, 'abort').length, 0, 'listeners of the signal')
  }
}
