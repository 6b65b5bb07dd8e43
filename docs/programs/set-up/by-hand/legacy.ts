import { number } from '@sockio/instrument'
import { type Session, TCP } from '@sockio/legacy'

/** What is in the instrument's queue of errors. */
function errors(
  session: Session,
  found: string[],
  callback: (err: Error | null, found: string[]) => void,
) {
  session.query('SYST:ERR?', (err, error) => {
    if (err || found.length === 32 || Number.parseInt(error, 10) === 0)
      callback(err, found) // 0,"No error"
    else errors(session, [...found, error], callback)
  })
}

/** Tells it a command, waits until that is done, and fails with what it complains of. */
function checked(session: Session, command: string, done: (err?: Error | null) => void) {
  session.command(command)
  session.query('*OPC?', (err) => {
    if (err) return done(err)
    errors(session, [], (err, found) => {
      if (err) return done(err)
      done(found.length > 0 ? new Error(`${command}: ${found.join(' ')}`) : null)
    })
  })
}

const sock = new TCP('supply.lab', 5025, {
  timeout: 10_000,
  reconnect: { retries: Infinity, minDelay: 100, maxDelay: 5000 },
  // On every connection, before anything else.
  onConnectionMade(session, done) {
    session.command('*CLS') // errors of before are nobody's
    checked(session, 'CURR 0.5', (err) => {
      if (!err) console.log('set up')
      done(err)
    })
  },
})
/** In a transaction: nobody else's error is taken for one of this command. */
function tell(command: string, callback: (err: unknown) => void) {
  sock.transaction((session, done) => checked(session, command, done), callback)
}

tell('CAL', (err) => {
  if (err) throw err
  console.log('calibrated')
  // it reboots
  sock.query('MEAS:CURR?', { as: number(), retries: 1 }, (err, amperes) => {
    if (err) throw err
    console.log(amperes, 'A')
    tell('VOLT 31', (err) => {
      console.log((err as Error).message)
      sock.close()
    })
  })
})
