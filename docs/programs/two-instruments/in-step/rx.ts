import { number } from '@sockio/instrument'
import { SockioError, TCP } from '@sockio/rx'
import {
  catchError,
  concat,
  concatMap,
  forkJoin,
  from,
  ignoreElements,
  lastValueFrom,
  map,
  of,
  tap,
} from 'rxjs'

const STEPS = [1, 2, 3, 4, 5] // V

await using supply = new TCP('supply.lab', 5025, { timeout: 2000 })
await using meter = new TCP('meter.lab', 5025, { timeout: 10_000 })

// Both at once, and both are there before anything is switched on.
await lastValueFrom(forkJoin([supply.query('*IDN?'), meter.query('*IDN?')]))

const on$ = supply.command('VOLT 0;OUTP ON').pipe(ignoreElements())
const off$ = supply.query('OUTP OFF;OUTP?').pipe(map((state) => `output: ${state}`))
const point = (volts: number) =>
  supply.query(`VOLT ${volts};*OPC?`).pipe(
    // answered when the voltage is there
    concatMap(() => meter.query('MEAS:CURR?', { as: number({ unit: 'A' }) })),
    map((amperes) => `${volts} V ${amperes} A`),
  )
const series$ = concat(on$, from(STEPS).pipe(concatMap(point))).pipe(
  catchError((error: unknown) => {
    if (!(error instanceof SockioError)) throw error
    return of(error.message) // either of them ends the series
  }),
)
await lastValueFrom(concat(series$, off$).pipe(tap(console.log)))
