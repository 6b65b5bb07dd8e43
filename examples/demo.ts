/** What sockio does, on screen: `npm run demo`. */
import { styleText } from 'node:util'
import { TCP, TimeoutError } from '@sockio/aio'
import { scope, simulate } from '@sockio/sim'

const title = (text: string) => console.log(`\n${styleText('bold', text, { stream: process.stdout })}`)
const say = (what: string, text: string) =>
  console.log(`  ${styleText('cyan', what.padEnd(22), { stream: process.stdout })} ${text}`)

await using device = await simulate(scope())
await using sock = new TCP(device.host, device.port, {
  timeout: 5000,
  reconnect: { retries: 10, minDelay: 50, maxDelay: 500 },
  onConnectionMade: async (session) => say('(connected)', `hook: *OPC? -> ${await session.query('*OPC?')}`),
  onConnectionLost: (error) => error && say('(connection lost)', error.message),
  onRetry: ({ delay }) => say('(reconnecting)', `in ${delay.toFixed(0)} ms`),
})

title(`1. A request and its reply (a simulated oscilloscope at ${device.url})`)
say('*IDN?', await sock.query('*IDN?'))

title('2. Twenty callers at once: each gets its own reply')
const began = performance.now()
const scales = await Promise.all(
  Array.from({ length: 20 }, async (_, i) => {
    const own = (i + 1) / 10
    const [scale] = await sock.writeLinesReadLines([`CHAN1:SCAL ${own}\n`, 'CHAN1:SCAL?\n'], 1, { encoding: 'utf8' })
    return Number(scale) === own
  }),
)
say('own replies', `${scales.filter(Boolean).length} of 20 in ${(performance.now() - began).toFixed(1)} ms`)

title('3. A stream, stopped when it is left: no line of it is taken for a reply')
const lines: string[] = []
for await (const line of sock.lines({ start: 'ACQ:STAR', stop: 'ACQ:STOP', encoding: 'utf8' })) {
  lines.push(line)
  if (lines.length === 8) break
}
say('lines', lines.join(' '))

title('4. The instrument does not know the command: an error that says what happened')
const failure = await sock.query('MEAS:FLUX?', { timeout: 1000 }).catch((error: unknown) => error)
if (failure instanceof TimeoutError) say(failure.code, failure.message)

title('5. The instrument reboots: the next call waits for it and goes on')
say('*IDN?', await sock.query('*IDN?'))
await device.reboot(400)
say('(reboot)', 'the device is off for 400 ms')
const asked = performance.now()
say('*IDN?', `${await sock.query('*IDN?')} after ${(performance.now() - asked).toFixed(0)} ms`)
say('connections made', String(sock.connectionCounter))
console.log()
