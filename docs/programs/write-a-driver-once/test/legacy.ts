import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { TCP, TimeoutError } from '@sockio/legacy'
import { faults, type SimulatedDevice, simulate } from '@sockio/sim'
import { bench } from './bench.mts'
import { supply } from './supply.mts'

const on = (sock: TCP) => supply.on(sock)
type Use = (psu: ReturnType<typeof on>, simulated: SimulatedDevice) => void

/** The driver on a bench that is simulated. */
function play(t: TestContext, played: ReturnType<typeof bench>, use: Use) {
  simulate(played).then((simulated) => {
    const sock = new TCP(simulated.host, simulated.port, supply.link)
    t.after(() => {
      sock.close()
      return simulated.close()
    })
    use(on(sock), simulated)
  })
}

test('sweeps, and switches off', (t, done) => {
  const played = bench()
  play(t, played, (psu) => {
    psu.sweep(3, 4, (err, points) => {
      assert.ifError(err)
      assert.deepEqual(points, [
        { volts: 3, amperes: 0.3 },
        { volts: 4, amperes: 0.4 },
      ])
      assert.equal(played.values.output, 'off')
      done()
    })
  })
})

test('switches off when the sweep goes too far', (t, done) => {
  const played = bench()
  play(t, played, (psu) => {
    psu.sweep(19, 22, (err) => {
      assert.match(String(err), /voltage: .* got 21/)
      assert.equal(played.values.output, 'off')
      done()
    })
  })
})

test('tells of a supply that says nothing', (t, done) => {
  play(t, bench(), (psu, simulated) => {
    simulated.inject(faults.silence({ match: 'MEAS:CURR?' }))
    psu.current.get({ timeout: 100 }, (err) => {
      assert(err instanceof TimeoutError)
      done()
    })
  })
})
