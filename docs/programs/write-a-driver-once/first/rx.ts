import { TCP } from '@sockio/rx'
import {
  catchError,
  concat,
  forkJoin,
  ignoreElements,
  lastValueFrom,
  map,
  of,
  tap,
} from 'rxjs'
import { supply } from './supply.mts'

await using sock = new TCP('127.0.0.1', 5025, { timeout: 2000 })

const psu = supply.on(sock)
const set$ = concat(
  psu.voltage.set(5),
  psu.output.set('on'), // 'off' or 'on': another word does not compile
).pipe(ignoreElements())
const now$ = forkJoin([psu.voltage.get(), psu.output.get()]).pipe(
  map(([volts, output]) => `${volts} V, ${output}`),
)
const refused$ = psu.voltage.set(31).pipe(
  ignoreElements(),
  catchError((error: unknown) => of(String(error))),
)
await lastValueFrom(concat(set$, now$, refused$).pipe(tap(console.log)))
