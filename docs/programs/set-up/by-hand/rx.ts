import { number } from '@sockio/instrument'
import { type Session, TCP } from '@sockio/rx'
import {
  catchError,
  concat,
  defer,
  ignoreElements,
  lastValueFrom,
  map,
  of,
  repeat,
  takeWhile,
  tap,
  toArray,
} from 'rxjs'

/** What is in the instrument's queue of errors. */
const errors = (session: Session) =>
  session.query('SYST:ERR?').pipe(
    repeat(32),
    takeWhile((error) => Number.parseInt(error, 10) !== 0), // 0,"No error"
    toArray(),
  )

/** Tells it a command, waits until that is done, and fails with what it complains of. */
const checked = (session: Session, command: string) =>
  concat(
    session.command(command).pipe(ignoreElements()),
    session.query('*OPC?').pipe(ignoreElements()),
    errors(session).pipe(
      tap((found) => {
        if (found.length > 0) throw new Error(`${command}: ${found.join(' ')}`)
      }),
    ),
  )

await using sock = new TCP('supply.lab', 5025, {
  timeout: 10_000,
  reconnect: { retries: Infinity, minDelay: 100, maxDelay: 5000 },
  // On every connection, before anything else.
  onConnectionMade: (session) =>
    concat(
      session.command('*CLS'), // errors of before are nobody's
      checked(session, 'CURR 0.5'),
      defer(() => of(console.log('set up'))),
    ),
})
/** In a transaction: nobody else's error is taken for one of this command. */
const tell = (command: string) => sock.transaction((session) => checked(session, command))

const program$ = concat(
  tell('CAL').pipe(map(() => 'calibrated')),
  sock
    .query('MEAS:CURR?', { as: number(), retries: 1 })
    .pipe(map((amperes) => `${amperes} A`)), // it reboots
  tell('VOLT 31').pipe(catchError((error: Error) => of(error.message))),
)
await lastValueFrom(program$.pipe(tap(console.log)))
