import { type Session, TCP } from '@sockio/aio'
import { number } from '@sockio/instrument'

/** What is in the instrument's queue of errors. */
async function errors(session: Session): Promise<string[]> {
  const found: string[] = []
  while (found.length < 32) {
    const error = await session.query('SYST:ERR?')
    if (Number.parseInt(error, 10) === 0) break // 0,"No error"
    found.push(error)
  }
  return found
}

/** Tells it a command, waits until that is done, and throws what it complains of. */
async function checked(session: Session, command: string): Promise<void> {
  await session.command(command)
  await session.query('*OPC?')
  const found = await errors(session)
  if (found.length > 0) throw new Error(`${command}: ${found.join(' ')}`)
}

await using sock = new TCP('supply.lab', 5025, {
  timeout: 10_000,
  reconnect: { retries: Infinity, minDelay: 100, maxDelay: 5000 },
  // On every connection, before anything else.
  onConnectionMade: async (session) => {
    await session.command('*CLS') // errors of before are nobody's
    await checked(session, 'CURR 0.5')
    console.log('set up')
  },
})
/** In a transaction: nobody else's error is taken for one of this command. */
const tell = (command: string) => sock.transaction((session) => checked(session, command))

await tell('CAL')
console.log('calibrated')
// It reboots.
console.log(await sock.query('MEAS:CURR?', { as: number(), retries: 1 }), 'A')
await tell('VOLT 31').catch((error: Error) => console.log(error.message))
