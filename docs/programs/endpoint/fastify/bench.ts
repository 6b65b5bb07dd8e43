import assert from 'node:assert/strict'
import { faults } from '@sockio/sim'
import type { Bench } from '../../../test/run-program.ts'

export const around: Bench['around'] = async () => ({ env: { PORT: '0' } })

export const meanwhile: Bench['meanwhile'] = async (program, device) => {
  const [, base = ''] = await program.said(/listening on (\S+)\n/)
  const json = async (path: string, init?: RequestInit) => {
    const response = await fetch(base + path, init)
    return {
      status: response.status,
      body: (await response.json()) as Record<string, unknown>,
    }
  }
  const scale = (volts: number) =>
    json('/scale', {
      method: 'PUT',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ volts }),
    })

  // A client whose reply does not come hangs up; the one behind it has its own reply.
  const clear = device.inject(faults.silence({ match: 'MEAS:VOLT?' }))
  const hangUp = new AbortController()
  const patient = fetch(`${base}/voltage`, { signal: hangUp.signal })
  await device.received('MEAS:VOLT?')
  const behind = scale(0.25)
  hangUp.abort()
  await assert.rejects(patient, { name: 'AbortError' })
  assert.deepEqual(await behind, { status: 200, body: { volts: 0.25 } })
  clear()
  assert.equal(Math.round(Number((await json('/voltage')).body.volts)), 1)

  // What can't be is refused before the instrument hears of it.
  const asked = device.requests.length
  assert.equal((await scale(11)).status, 400)
  assert.equal(device.requests.length, asked)

  // An instrument that is off is the server's fault, and not the client's.
  const back = device.inject(faults.refuse())
  device.disconnect()
  await device.disconnected()
  const { status, body } = await json('/voltage')
  assert.equal(status, 502)
  assert.match(String(body.code), /^SOCKIO_CON/) // not to be had; or lost, where that was not known yet
  back()
  assert.equal((await json('/voltage')).status, 200)

  program.child.kill('SIGTERM')
  await device.disconnected()
}
