/** A listener whose backlog is full: SYNs to it are dropped, and come again after a second, until it accepts. */
import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { Worker } from 'node:worker_threads'

const CODE = `
const { createServer } = require('node:net')
const { parentPort, workerData } = require('node:worker_threads')
const server = createServer((client) => client.on('error', () => undefined).on('data', (data) => client.write('A' + data)))
server.listen({ port: 0, host: '127.0.0.2', backlog: 1 }, () => {
  parentPort.postMessage(server.address().port)
  setImmediate(() => Atomics.wait(new Int32Array(workerData), 0, 0))
})`

export interface FullListener extends AsyncDisposable {
  /** On 127.0.0.2. */
  readonly port: number
  /** From now on it accepts. */
  accept(): void
}

export async function fullListener(): Promise<FullListener> {
  const gate = new Int32Array(new SharedArrayBuffer(4))
  const worker = new Worker(CODE, { eval: true, workerData: gate.buffer })
  const [port] = (await once(worker, 'message')) as [number]
  const fillers: Socket[] = []
  for (let i = 0; i < 2; i++) {
    const filler = connect(port, '127.0.0.2').on('error', () => undefined)
    fillers.push(filler)
    await once(filler, 'connect')
  }
  const accept = () => {
    Atomics.store(gate, 0, 1)
    Atomics.notify(gate, 0)
  }
  return {
    port,
    accept,
    [Symbol.asyncDispose]: async () => {
      accept()
      for (const filler of fillers) filler.destroy()
      await worker.terminate()
    },
  }
}
