/** `node:readline`, read with its async iterator: text lines. */
import { createInterface } from 'node:readline'
import { bareSocket } from '../bare-socket.ts'
import { Tally } from '../tally.ts'
import type { Contender } from '../workload.ts'

export const nodeReadline: Contender = {
  name: 'node:readline for await',
  async open(port) {
    const socket = await bareSocket(port)
    const iterator = createInterface({ input: socket })[Symbol.asyncIterator]()
    // Without `return`: leaving a loop would close the interface, which leaves its listeners on the socket.
    const lines = { [Symbol.asyncIterator]: () => ({ next: () => iterator.next() }) }
    return {
      async go(n) {
        const tally = new Tally(n, 63)
        socket.write(`START ${n}\n`)
        for await (const line of lines) if (tally.add(line.length)) break
      },
      close: () => void socket.destroy(),
    }
  },
}
