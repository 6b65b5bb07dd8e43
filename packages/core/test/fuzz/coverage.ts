/** What of the engine has run since the last look, from V8's own counters: the guide of the fuzzer. */
import { type Profiler, Session } from 'node:inspector'
import { join } from 'node:path'

/** Where the sources of the engine are. */
const ENGINE = join(import.meta.dirname, '../../src')

export class Coverage implements Disposable {
  readonly #session = new Session()

  constructor() {
    this.#session.connect()
    this.#session.post('Profiler.enable')
    this.#session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: true })
    this.ran()
  }

  /** The blocks of code that have run since the last call, by their place. */
  ran(): string[] {
    let scripts: readonly Profiler.ScriptCoverage[] = []
    this.#session.post('Profiler.takePreciseCoverage', (error, taken) => {
      if (error !== null) throw error
      scripts = taken.result
    })
    const blocks: string[] = []
    for (const { url, functions } of scripts) {
      if (!url.includes(ENGINE)) continue
      for (const { ranges } of functions) {
        for (const { startOffset, endOffset, count } of ranges) {
          if (count > 0) blocks.push(`${url}:${startOffset}-${endOffset}`)
        }
      }
    }
    return blocks
  }

  [Symbol.dispose](): void {
    this.#session.post('Profiler.stopPreciseCoverage')
    this.#session.disconnect()
  }
}
