/** Other libraries that people use for the same. */
import { createInterface } from 'node:readline'
import { ReadlineParser } from '@serialport/parser-readline'
import { PromiseSocket } from 'promise-socket'
import split2 from 'split2'
import { Telnet } from 'telnet-client'
import { bareSocket } from '../bare-socket.ts'
import { Tally } from '../tally.ts'
import type { Contender } from '../workload.ts'
import { check, REQUEST } from './request.ts'

/** `node:readline`, with its `line` events: text. */
export function readlineEvents(size: number): Contender {
  return {
    name: 'node:readline, events',
    async open(port) {
      const socket = await bareSocket(port)
      const lines = createInterface({ input: socket })
      let onLine = (_line: string) => {}
      lines.on('line', (line) => onLine(line))
      return {
        go: (n) =>
          new Promise((resolve) => {
            const tally = new Tally(n, size - 1)
            onLine = (line) => {
              if (tally.add(line.length)) resolve()
            }
            socket.write(`START ${n} ${size}\n`)
          }),
        close: () => socket.destroy(),
      }
    },
  }
}

/** Lines from `node:readline`, read with its async iterator. */
export function readlineIterator(size: number): Contender {
  return {
    name: 'node:readline, for await',
    async open(port) {
      const socket = await bareSocket(port)
      const iterator = createInterface({ input: socket })[Symbol.asyncIterator]()
      // Without `return`: leaving a loop would close the interface, which leaves its listeners on the socket.
      const lines = { [Symbol.asyncIterator]: () => ({ next: () => iterator.next() }) }
      return {
        async go(n) {
          const tally = new Tally(n, size - 1)
          socket.write(`START ${n} ${size}\n`)
          for await (const line of lines) if (tally.add(line.length)) break
        },
        close: () => socket.destroy(),
      }
    },
  }
}

/** A stream of lines that the socket is piped into, read with its `data` events: text. */
function piped(name: string, size: number, parser: () => NodeJS.ReadWriteStream): Contender {
  return {
    name,
    async open(port) {
      const socket = await bareSocket(port)
      const lines = socket.pipe(parser())
      let onLine = (_line: string) => {}
      lines.on('data', (line: string) => onLine(line))
      return {
        go: (n) =>
          new Promise((resolve) => {
            const tally = new Tally(n, size - 1)
            onLine = (line) => {
              if (tally.add(line.length)) resolve()
            }
            socket.write(`START ${n} ${size}\n`)
          }),
        close: () => socket.destroy(),
      }
    },
  }
}

export const serialport = (size: number): Contender =>
  piped('@serialport/parser-readline', size, () => new ReadlineParser({ delimiter: '\n' }))

export const split = (size: number): Contender => piped('split2', size, () => split2('\n'))

/** It knows no lines: whoever reads a reply hopes that it comes in one piece. */
export const promiseSocket: Contender = {
  name: 'promise-socket',
  async open(port) {
    const socket = new PromiseSocket(await bareSocket(port))
    return {
      async go(n, ticks) {
        for (let i = 0; i < n; i++) {
          await socket.write(REQUEST)
          check((await socket.read()) ?? '')
          ticks[i] = performance.now()
        }
      },
      close: () => socket.destroy(),
    }
  },
}

/** Its `send` waits for what ends a reply. */
export const telnetClient: Contender = {
  name: 'telnet-client',
  async open(port) {
    const telnet = new Telnet()
    await telnet.connect({ host: '127.0.0.1', port, negotiationMandatory: false, timeout: 1000, sendTimeout: 1000 })
    return {
      async go(n, ticks) {
        for (let i = 0; i < n; i++) {
          check(await telnet.send('MEAS?', { ors: '\n', waitFor: '\n' }))
          ticks[i] = performance.now()
        }
      },
      close: () => telnet.destroy(),
    }
  },
}
