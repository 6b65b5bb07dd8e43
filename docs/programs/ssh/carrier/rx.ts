import { socketForUrl } from '@sockio/rx'
import { concat, lastValueFrom, map, tap } from 'rxjs'
import './ssh.ts'

await using scope = socketForUrl('ssh://gateway.lab/scope.lab:5025', {
  timeout: 10_000,
  settle: 300,
})
const scale$ = scope.query('CHAN1:SCAL?').pipe(map((scale) => `${Number(scale)} V`))
await lastValueFrom(concat(scope.query('*IDN?'), scale$).pipe(tap(console.log)))
