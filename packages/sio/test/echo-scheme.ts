/** A transport of a program, in a module of its own: `echo://` answers each line with itself. */
import type { Scheme, TransportEvents, Wire } from '@sockio/node'

class Echo implements Wire {
  readonly #events: TransportEvents

  constructor(events: TransportEvents) {
    this.#events = events
    queueMicrotask(() => {
      events.made()
      events.connected()
    })
  }

  write(chunks: readonly Uint8Array[]) {
    for (const bytes of chunks) queueMicrotask(() => this.#events.received(Buffer.from(bytes)))
    return 'drained' as const
  }

  pause() {}

  resume() {}

  end() {
    this.destroy()
  }

  destroy() {
    queueMicrotask(() => this.#events.gone())
  }
}

/** What is behind `echo://` may be a secret: it is not shown. */
export const scheme: Scheme = {
  module: import.meta.url,
  address(url) {
    if (url !== 'echo://s3cret') throw new TypeError('url: expected echo://s3cret')
    return { host: 'echo', port: 0, tls: false, url: 'echo://***' }
  },
  transport: () => ({ dial: (events) => new Echo(events) }),
}
