import { number } from '@sockio/instrument'
import { poll, SockioError, TCP, TimeoutError } from '@sockio/rx'
import {
  catchError,
  concat,
  concatMap,
  delay,
  filter,
  ignoreElements,
  lastValueFrom,
  map,
  merge,
  of,
  range,
  take,
  tap,
} from 'rxjs'

const LIMIT = 0.5 // A
const PERIOD = 100 // ms

await using sock = new TCP('supply.lab', 5025, { timeout: 10_000 })

/** The work: slowly up. */
const ramp$ = concat(
  sock.command('VOLT 0;OUTP ON'),
  range(1, 10).pipe(
    concatMap((volts) => sock.query(`VOLT ${volts};*OPC?`).pipe(delay(200))),
  ),
)

/** Its own limit, and what comes of it: a number, or an error. */
const look = (sock: TCP) =>
  sock.query('MEAS:CURR?', { as: number({ unit: 'A' }), timeout: 2000 }).pipe(
    catchError((error: unknown) => {
      if (error instanceof SockioError) return of(error)
      throw error
    }),
  )

/** The watchdog: what there is to be alarmed about. */
const alarm$ = poll(sock, look, PERIOD).pipe(
  map((seen) => {
    if (seen instanceof TimeoutError && seen.phase === 'queued')
      console.log('busy: not seen')
    else if (seen instanceof SockioError) return `alarm: ${seen.message}`
    else if (seen > LIMIT) return `alarm: ${seen} A, more than ${LIMIT} A`
    return undefined
  }),
  filter((alarm) => alarm !== undefined),
)

const done$ = concat(ramp$.pipe(ignoreElements()), of('done'))
const off$ = sock
  .query('OUTP OFF;OUTP?', { timeout: 2000 })
  .pipe(map((state) => `output: ${state}`))
// Whichever is first ends the other.
const ended$ = merge(alarm$, done$).pipe(
  take(1),
  catchError((error: Error) => of(`alarm: ${error.message}`)),
)
await lastValueFrom(concat(ended$, off$).pipe(tap(console.log)))
