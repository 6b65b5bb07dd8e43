import assert from 'node:assert/strict'
import { once } from 'node:events'
import { test } from 'node:test'
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads'
import { faults, type SimulateOptions, simulate } from '@sockio/sim'
import { type Options, TCP } from '@sockio/sio'
import { supply } from './simulated.ts'

/** The driver under test. */
class Supply implements Disposable {
  readonly #sock: TCP

  constructor(host: string, port: number, options: Options = {}) {
    this.#sock = new TCP(host, port, { timeout: 1000, ...options })
  }

  setVolts(volts: number): void {
    this.#sock.write(`VOLT ${volts}\n`)
    const error = this.#sock.query('SYST:ERR?')
    if (!error.startsWith('0,')) throw new RangeError(`the supply refuses ${volts} V`)
  }

  volts(): number {
    return Number(this.#sock.query('VOLT?', { retries: 1 }))
  }

  [Symbol.dispose](): void {
    this.#sock[Symbol.dispose]()
  }
}

/** A thread that blocks can't play the instrument: it has another, which runs this file too. */
async function simulated(options: SimulateOptions = {}) {
  const thread = new Worker(new URL(import.meta.url), { workerData: options })
  const answer = async () => (await once(thread, 'message'))[0]
  const { host, port } = await answer()
  return {
    host,
    port,
    ask(
      request: 'counts' | 'reboot',
    ): Promise<{ requests: string[]; connections: number }> {
      const answered = answer()
      thread.postMessage(request)
      return answered
    },
    async [Symbol.asyncDispose]() {
      await thread.terminate()
    },
  }
}

if (!isMainThread) {
  const device = await simulate(supply(), workerData)
  const { host, port } = device
  parentPort?.postMessage({ host, port })
  parentPort?.on('message', async (request) => {
    if (request === 'reboot') await device.reboot(100)
    const { requests, connections } = device
    parentPort?.postMessage({ requests, connections })
  })
} else {
  test('sets and reads the voltage', async () => {
    await using device = await simulated()
    using driver = new Supply(device.host, device.port)
    driver.setVolts(12)
    assert.equal(driver.volts(), 12)
    const { requests } = await device.ask('counts')
    assert.deepEqual(requests, ['VOLT 12', 'SYST:ERR?', 'VOLT?'])
  })

  test('tells of a voltage that the supply refuses', async () => {
    await using device = await simulated()
    using driver = new Supply(device.host, device.port)
    assert.throws(() => driver.setVolts(99), RangeError)
  })

  test('reads again when the connection broke in the middle of a reply', async () => {
    const broken = faults.reset({ match: 'VOLT?', times: 1 })
    await using device = await simulated({ faults: broken })
    using driver = new Supply(device.host, device.port)
    assert.equal(driver.volts(), 0)
    assert.equal((await device.ask('counts')).connections, 2)
  })

  test('survives a reboot', async () => {
    await using device = await simulated()
    const reconnect = { retries: 20, maxDelay: 50 }
    using driver = new Supply(device.host, device.port, { reconnect })
    driver.setVolts(5)
    await device.ask('reboot')
    assert.equal(driver.volts(), 5)
  })

  test('gives up in time', async () => {
    await using device = await simulated({ faults: faults.silence() })
    using driver = new Supply(device.host, device.port, { timeout: 100 })
    assert.throws(() => driver.volts(), { code: 'SOCKIO_TIMEOUT' })
  })
}
