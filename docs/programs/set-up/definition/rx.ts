import { InstrumentError, TCP } from '@sockio/rx'
import { catchError, concat, lastValueFrom, map, of, tap } from 'rxjs'
import { supply } from './supply.ts'

await using sock = new TCP('supply.lab', 5025, {
  ...supply.link,
  timeout: 10_000,
  reconnect: { retries: Infinity, minDelay: 100, maxDelay: 5000 },
  // On every connection, before anything else.
  onConnectionMade: (session) =>
    supply
      .on(session)
      .limit.set(0.5)
      .pipe(tap(() => console.log('set up'))),
})
const psu = supply.on(sock)

const refused = (error: unknown) => {
  if (!(error instanceof InstrumentError)) throw error
  return of(`${error.command}: ${error.number} ${error.text}`)
}
const program$ = concat(
  psu.calibrate().pipe(map(() => 'calibrated')),
  psu.current.get({ retries: 1 }).pipe(map((amperes) => `${amperes} A`)), // it reboots
  psu.voltage.set(31).pipe(catchError(refused)),
)
await lastValueFrom(program$.pipe(tap(console.log)))
