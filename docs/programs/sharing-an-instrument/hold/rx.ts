import { sequence, TCP } from '@sockio/rx'
import { lastValueFrom, tap } from 'rxjs'

await using psu = new TCP('127.0.0.1', 7001, { timeout: 5000 })
const current$ = sequence(psu, [
  '++hold 2000', // for at most two seconds, once it is our turn
  'VOLT 5',
  'OUTP ON',
  'MEAS:CURR?',
  '++release',
])
await lastValueFrom(current$.pipe(tap((amperes) => console.log(Number(amperes), 'A'))))
