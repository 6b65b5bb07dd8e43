import { socketForUrl } from '@sockio/rx'
import { concat, lastValueFrom, map, tap } from 'rxjs'

await using scope = socketForUrl('tcp://127.0.0.1:5025', { timeout: 10_000, settle: 300 })
const scale$ = scope.query('CHAN1:SCAL?').pipe(map((scale) => `${Number(scale)} V`))
await lastValueFrom(concat(scope.query('*IDN?'), scale$).pipe(tap(console.log)))
