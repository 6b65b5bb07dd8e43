import { socketForUrl } from '@sockio/rx'
import { catchError, concat, ignoreElements, lastValueFrom, of, tap } from 'rxjs'
import { supply } from './supply.mts'

await using psu = supply.open(socketForUrl, 'tcp://127.0.0.1:5025', { timeout: 2000 })

const values$ = concat(
  psu.protection.get(), // a record
  psu.sensor[2].temperature.get(), // a channel: 3 does not compile
)
const prepared$ = concat(
  psu.recall(1),
  psu.calibrate(), // when the instrument says that it is done
).pipe(ignoreElements())
const refused$ = psu.voltage.set(25).pipe(
  ignoreElements(),
  catchError((error: unknown) => of(String(error))),
)
const all$ = concat(values$, prepared$, psu.sweep(1, 2), refused$)
await lastValueFrom(all$.pipe(tap(console.log)))
