/** The watch on a page: all instruments at first, and then those that have changed. */
import { watchPage } from '../page-files.ts'
import { PageServer } from '../page-server.ts'
import { event } from '../server-event.ts'
import type { Bench, Changes, Watched } from '../web/watch-messages.ts'

/** Changes go out in batches. */
const BATCH = 200

export class PageView implements AsyncDisposable {
  readonly #bench: () => Bench
  readonly #server: PageServer
  readonly #timer: NodeJS.Timeout
  readonly #changed = new Map<number, Watched>()

  constructor(bench: () => Bench) {
    this.#bench = bench
    this.#server = new PageServer(watchPage, () => [event('bench', bench())])
    this.#timer = setInterval(() => this.#flush(), BATCH)
  }

  /** Listens; the URL of the page. */
  listen(port: number): Promise<string> {
    return this.#server.listen(port)
  }

  changed(index: number): void {
    const watched = this.#bench().instruments[index]
    if (watched !== undefined && this.#server.watched) this.#changed.set(index, watched)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    clearInterval(this.#timer)
    this.#flush()
    await this.#server[Symbol.asyncDispose]()
  }

  #flush(): void {
    if (this.#changed.size === 0) return
    const changes: Changes = { changed: [...this.#changed] }
    this.#changed.clear()
    this.#server.send(event('changes', changes))
  }
}
