import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { type Options, TCP } from '@sockio/legacy'
import { faults, type SimulatedDevice, type SimulateOptions, simulate } from '@sockio/sim'
import { supply } from './simulated.ts'

/** The driver under test. */
class Supply {
  readonly #sock: TCP

  constructor(host: string, port: number, options: Options = {}) {
    this.#sock = new TCP(host, port, { timeout: 1000, ...options })
  }

  setVolts(volts: number, callback: (err: Error | null) => void): void {
    this.#sock.write(`VOLT ${volts}\n`, (err) => {
      if (err) return callback(err)
      this.#sock.query('SYST:ERR?', (err, error) => {
        if (err) return callback(err)
        const refused = !error.startsWith('0,')
        callback(refused ? new RangeError(`the supply refuses ${volts} V`) : null)
      })
    })
  }

  volts(callback: (err: Error | null, volts?: number) => void): void {
    this.#sock.query('VOLT?', { retries: 1 }, (err, volts) => {
      if (err) return callback(err)
      callback(null, Number(volts))
    })
  }

  close(): void {
    this.#sock.close()
  }
}

type Use = (driver: Supply, device: SimulatedDevice) => void

/** The driver on a simulated instrument, and the instrument. */
function simulated(
  t: TestContext,
  options: Options,
  simulation: SimulateOptions,
  use: Use,
) {
  simulate(supply(), simulation).then((device) => {
    const driver = new Supply(device.host, device.port, options)
    t.after(() => {
      driver.close()
      return device.close()
    })
    use(driver, device)
  })
}

test('sets and reads the voltage', (t, done) => {
  simulated(t, {}, {}, (driver, device) => {
    driver.setVolts(12, (err) => {
      assert.ifError(err)
      driver.volts((err, volts) => {
        assert.ifError(err)
        assert.equal(volts, 12)
        assert.deepEqual(device.requests, ['VOLT 12', 'SYST:ERR?', 'VOLT?'])
        done()
      })
    })
  })
})

test('tells of a voltage that the supply refuses', (t, done) => {
  simulated(t, {}, {}, (driver) => {
    driver.setVolts(99, (err) => {
      assert(err instanceof RangeError)
      done()
    })
  })
})

test('reads again when the connection broke in the middle of a reply', (t, done) => {
  const broken = faults.reset({ match: 'VOLT?', times: 1 })
  simulated(t, {}, { faults: broken }, (driver, device) => {
    driver.volts((err, volts) => {
      assert.ifError(err)
      assert.equal(volts, 0)
      assert.equal(device.connections, 2)
      done()
    })
  })
})

test('survives a reboot', (t, done) => {
  const reconnect = { retries: 20, maxDelay: 50 }
  simulated(t, { reconnect }, {}, (driver, device) => {
    driver.setVolts(5, (err) => {
      assert.ifError(err)
      device.reboot(100).then(() => {
        driver.volts((err, volts) => {
          assert.ifError(err)
          assert.equal(volts, 5)
          done()
        })
      })
    })
  })
})

test('gives up in time', (t, done) => {
  simulated(t, { timeout: 100 }, { faults: faults.silence() }, (driver) => {
    driver.volts((err) => {
      assert(err && 'code' in err)
      assert.equal(err.code, 'SOCKIO_TIMEOUT')
      done()
    })
  })
})
