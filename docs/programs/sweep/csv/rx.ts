import { appendFileSync, writeFileSync } from 'node:fs'
import { number } from '@sockio/instrument'
import { TCP } from '@sockio/rx'
import {
  catchError,
  concat,
  concatMap,
  delay,
  forkJoin,
  from,
  fromEvent,
  ignoreElements,
  lastValueFrom,
  map,
  of,
  takeUntil,
  tap,
  throwError,
} from 'rxjs'

const STEPS = [0, 3, 6, 9, 12] // V
const SETTLE = 50 // ms

await using sock = new TCP('supply.lab', 5025, { timeout: 2000 })

const point = (volts: number) =>
  sock.command(`VOLT ${volts}`).pipe(
    delay(SETTLE),
    concatMap(() =>
      forkJoin([
        of(volts),
        sock.query('MEAS:VOLT?', { as: number({ unit: 'V' }) }),
        sock.query('MEAS:CURR?', { as: number({ unit: 'A' }) }),
      ]),
    ),
  )

const on$ = sock.command('VOLT 0;OUTP ON').pipe(ignoreElements())
const off$ = sock.query('OUTP OFF;OUTP?').pipe(
  tap((state) => console.log('output:', state)),
  ignoreElements(),
)
const rows$ = concat(
  of(['set/V', 'measured/V', 'measured/A']),
  on$,
  from(STEPS).pipe(concatMap(point)),
).pipe(
  map((row) => row.join()),
  tap((row) => {
    console.log(row)
    appendFileSync('sweep.csv', `${row}\n`)
  }),
  takeUntil(fromEvent(process, 'SIGINT')),
)
const failed = (error: unknown) =>
  concat(
    off$,
    throwError(() => error),
  )

writeFileSync('sweep.csv', '')
// Off behind the last row, or before the error.
await lastValueFrom(concat(rows$.pipe(catchError(failed)), off$))
