import { setTimeout } from 'node:timers/promises'
import { poll, SockioError, TCP, TimeoutError } from '@sockio/aio'
import { number } from '@sockio/instrument'

const LIMIT = 0.5 // A
const PERIOD = 100 // ms

await using sock = new TCP('supply.lab', 5025, { timeout: 10_000 })

/** The work: slowly up. */
async function ramp(signal: AbortSignal): Promise<void> {
  await sock.command('VOLT 0;OUTP ON', { signal })
  for (let volts = 1; volts <= 10; volts++) {
    await sock.query(`VOLT ${volts};*OPC?`, { signal })
    await setTimeout(200, undefined, { signal })
  }
}

/** Its own limit, and what comes of it: a number, or an error. */
const look = (sock: TCP) =>
  sock
    .query('MEAS:CURR?', { as: number({ unit: 'A' }), timeout: 2000 })
    .catch((error: unknown) => {
      if (error instanceof SockioError) return error
      throw error
    })

/** The watchdog: gives what there is to be alarmed about. */
async function watch(signal: AbortSignal): Promise<string | undefined> {
  for await (const seen of poll(sock, look, PERIOD)) {
    if (signal.aborted) break
    if (seen instanceof TimeoutError && seen.phase === 'queued')
      console.log('busy: not seen')
    else if (seen instanceof SockioError) return seen.message
    else if (seen > LIMIT) return `${seen} A, more than ${LIMIT} A`
  }
  return undefined
}

const over = new AbortController()
try {
  const alarm = await Promise.race([ramp(over.signal), watch(over.signal)])
  if (alarm !== undefined) console.log('alarm:', alarm)
} finally {
  over.abort() // whichever is left
  console.log('output:', await sock.query('OUTP OFF;OUTP?', { timeout: 2000 }))
}
