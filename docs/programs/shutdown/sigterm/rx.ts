import { number } from '@sockio/instrument'
import { poll, TCP } from '@sockio/rx'
import {
  catchError,
  concat,
  fromEvent,
  ignoreElements,
  lastValueFrom,
  merge,
  takeUntil,
  tap,
  throwError,
  toArray,
} from 'rxjs'

const stop$ = merge(fromEvent(process, 'SIGTERM'), fromEvent(process, 'SIGINT'))

await using psu = new TCP('supply.lab', 5025, { timeout: 2000 })
const on$ = psu.command('OUTP ON').pipe(
  tap(() => console.log('measuring')),
  ignoreElements(),
)
const off$ = psu.query('OUTP OFF;*OPC?')

const measured$ = concat(on$, poll(psu, 'MEAS:VOLT?', 100, { as: number() })).pipe(
  takeUntil(stop$), // which cancels the query under way
  toArray(),
  catchError((error: unknown) =>
    concat(
      off$.pipe(ignoreElements()),
      throwError(() => error),
    ),
  ),
)
const volts = await lastValueFrom(measured$)
await lastValueFrom(off$)
console.log(`the output is off, after ${volts.length} readings`)
