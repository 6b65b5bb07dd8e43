import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Options, TCP } from '@sockio/aio'
import { faults, simulate } from '@sockio/sim'
import { supply } from './simulated.ts'

/** The driver under test. */
class Supply implements AsyncDisposable {
  readonly #sock: TCP

  constructor(host: string, port: number, options: Options = {}) {
    this.#sock = new TCP(host, port, { timeout: 1000, ...options })
  }

  async setVolts(volts: number): Promise<void> {
    await this.#sock.write(`VOLT ${volts}\n`)
    const error = await this.#sock.query('SYST:ERR?')
    if (!error.startsWith('0,')) throw new RangeError(`the supply refuses ${volts} V`)
  }

  async volts(): Promise<number> {
    return Number(await this.#sock.query('VOLT?', { retries: 1 }))
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#sock[Symbol.asyncDispose]()
  }
}

test('sets and reads the voltage', async () => {
  await using device = await simulate(supply())
  await using driver = new Supply(device.host, device.port)
  await driver.setVolts(12)
  assert.equal(await driver.volts(), 12)
  assert.deepEqual(device.requests, ['VOLT 12', 'SYST:ERR?', 'VOLT?'])
})

test('tells of a voltage that the supply refuses', async () => {
  await using device = await simulate(supply())
  await using driver = new Supply(device.host, device.port)
  await assert.rejects(driver.setVolts(99), RangeError)
})

test('reads again when the connection broke in the middle of a reply', async () => {
  const broken = faults.reset({ match: 'VOLT?', times: 1 })
  await using device = await simulate(supply(), { faults: broken })
  await using driver = new Supply(device.host, device.port)
  assert.equal(await driver.volts(), 0)
  assert.equal(device.connections, 2)
})

test('survives a reboot', async () => {
  await using device = await simulate(supply())
  const reconnect = { retries: 20, maxDelay: 50 }
  await using driver = new Supply(device.host, device.port, { reconnect })
  await driver.setVolts(5)
  await device.reboot(100)
  assert.equal(await driver.volts(), 5)
})

test('gives up in time', async () => {
  await using device = await simulate(supply(), { faults: faults.silence() })
  await using driver = new Supply(device.host, device.port, { timeout: 100 })
  await assert.rejects(driver.volts(), { code: 'SOCKIO_TIMEOUT' })
})
