import { number } from '@sockio/instrument'
import { type Session, TCP } from '@sockio/sio'

/** What is in the instrument's queue of errors. */
function errors(session: Session): string[] {
  const found: string[] = []
  while (found.length < 32) {
    const error = session.query('SYST:ERR?')
    if (Number.parseInt(error, 10) === 0) break // 0,"No error"
    found.push(error)
  }
  return found
}

/** Tells it a command, waits until that is done, and throws what it complains of. */
function checked(session: Session, command: string): void {
  session.command(command)
  session.query('*OPC?')
  const found = errors(session)
  if (found.length > 0) throw new Error(`${command}: ${found.join(' ')}`)
}

using sock = new TCP('supply.lab', 5025, {
  timeout: 10_000,
  reconnect: { retries: Infinity, minDelay: 100, maxDelay: 5000 },
  // On every connection, before anything else.
  init: ['*CLS\n'], // errors of before are nobody's
  onConnectionMade: (session) => {
    checked(session, 'CURR 0.5')
    console.log('set up')
  },
})
/** In a transaction: nobody else's error is taken for one of this command. */
const tell = (command: string) => sock.transaction((session) => checked(session, command))

tell('CAL')
console.log('calibrated')
// It reboots.
console.log(sock.query('MEAS:CURR?', { as: number(), retries: 1 }), 'A')
try {
  tell('VOLT 31')
} catch (error) {
  console.log((error as Error).message)
}
