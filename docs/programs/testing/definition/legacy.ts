import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { InstrumentError, type Options, TCP, TimeoutError } from '@sockio/legacy'
import { type Device, faults, type SimulatedDevice, simulate } from '@sockio/sim'
import { older, simulated, supply } from './supply.ts'

type Use = (psu: ReturnType<typeof on>, device: SimulatedDevice) => void

const on = (sock: TCP) => supply.on(sock)

/** The driver on an instrument that is simulated. */
function play(t: TestContext, device: Device, options: Options, use: Use) {
  simulate(device).then((simulated) => {
    const sock = new TCP(simulated.host, simulated.port, options)
    t.after(() => {
      sock.close()
      return simulated.close()
    })
    use(on(sock), simulated)
  })
}

test('ramps up, and measures', (t, done) => {
  const played = simulated()
  play(t, played, {}, (psu) => {
    psu.ramp(5, (err, amperes) => {
      assert.ifError(err)
      assert.equal(amperes, 0.5)
      assert.equal(played.values.voltage, 5)
      done()
    })
  })
})

test('refuses what the supply would, before it is sent', (t, done) => {
  play(t, simulated(), {}, (psu, device) => {
    psu.ramp(31, (err) => {
      assert.match(String(err), /voltage: .*31/)
      assert(!device.requests.includes('VOLT 31'))
      done()
    })
  })
})

test('tells what the instrument refuses', (t, done) => {
  play(t, older(), {}, (psu) => {
    psu.voltage.set(20, (err) => {
      assert(err instanceof InstrumentError)
      assert.equal(err.number, -222)
      done()
    })
  })
})

test('gives up in time', (t, done) => {
  play(t, simulated(), { timeout: 100 }, (psu, device) => {
    device.inject(faults.silence({ match: 'MEAS:CURR?' }))
    psu.current.get((err) => {
      assert(err instanceof TimeoutError)
      done()
    })
  })
})
