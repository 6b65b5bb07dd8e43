import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Options, TCP } from '@sockio/rx'
import { faults, simulate } from '@sockio/sim'
import { concatMap, lastValueFrom, map, type Observable } from 'rxjs'
import { supply } from './simulated.ts'

/** The driver under test. */
class Supply implements AsyncDisposable {
  readonly #sock: TCP

  constructor(host: string, port: number, options: Options = {}) {
    this.#sock = new TCP(host, port, { timeout: 1000, ...options })
  }

  setVolts(volts: number): Observable<void> {
    return this.#sock.write(`VOLT ${volts}\n`).pipe(
      concatMap(() => this.#sock.query('SYST:ERR?')),
      map((error) => {
        if (!error.startsWith('0,')) throw new RangeError(`the supply refuses ${volts} V`)
      }),
    )
  }

  volts(): Observable<number> {
    return this.#sock.query('VOLT?', { retries: 1 }).pipe(map(Number))
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#sock[Symbol.asyncDispose]()
  }
}

test('sets and reads the voltage', async () => {
  await using device = await simulate(supply())
  await using driver = new Supply(device.host, device.port)
  const set$ = driver.setVolts(12)
  assert.deepEqual(device.requests, []) // nothing is sent before somebody subscribes
  assert.equal(await lastValueFrom(set$.pipe(concatMap(() => driver.volts()))), 12)
  assert.deepEqual(device.requests, ['VOLT 12', 'SYST:ERR?', 'VOLT?'])
})

test('tells of a voltage that the supply refuses', async () => {
  await using device = await simulate(supply())
  await using driver = new Supply(device.host, device.port)
  await assert.rejects(lastValueFrom(driver.setVolts(99)), RangeError)
})

test('reads again when the connection broke in the middle of a reply', async () => {
  const broken = faults.reset({ match: 'VOLT?', times: 1 })
  await using device = await simulate(supply(), { faults: broken })
  await using driver = new Supply(device.host, device.port)
  assert.equal(await lastValueFrom(driver.volts()), 0)
  assert.equal(device.connections, 2)
})

test('survives a reboot', async () => {
  await using device = await simulate(supply())
  const reconnect = { retries: 20, maxDelay: 50 }
  await using driver = new Supply(device.host, device.port, { reconnect })
  const afterwards$ = driver.setVolts(5).pipe(
    concatMap(() => device.reboot(100)),
    concatMap(() => driver.volts()),
  )
  assert.equal(await lastValueFrom(afterwards$), 5)
})

test('gives up in time', async () => {
  await using device = await simulate(supply(), { faults: faults.silence() })
  await using driver = new Supply(device.host, device.port, { timeout: 100 })
  await assert.rejects(lastValueFrom(driver.volts()), { code: 'SOCKIO_TIMEOUT' })
})
