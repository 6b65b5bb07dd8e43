/** `@serialport/parser-readline`, read with its 'data' events: text lines. */
import { ReadlineParser } from '@serialport/parser-readline'
import { bareSocket } from '../bare-socket.ts'
import { Tally } from '../tally.ts'
import type { Contender } from '../workload.ts'

export const serialportReadline: Contender = {
  name: '@serialport/parser-readline',
  async open(port) {
    const socket = await bareSocket(port)
    const parser = socket.pipe(new ReadlineParser({ delimiter: '\n' }))
    let onLine = (_line: string) => {}
    parser.on('data', (line: string) => onLine(line))
    return {
      go: (n) =>
        new Promise((resolve) => {
          const tally = new Tally(n, 63)
          onLine = (line) => {
            if (tally.add(line.length)) resolve()
          }
          socket.write(`START ${n}\n`)
        }),
      close: () => void socket.destroy(),
    }
  },
}
