import { TCP } from '@sockio/rx'
import { concat, lastValueFrom, map, of, take, tap } from 'rxjs'

await using sock = new TCP('scope.lab', 5025, { timeout: 2000 })
const samples = sock.lines({
  match: /^\d+$/,
  start: 'ACQ:STAR',
  stop: 'ACQ:STOP',
  encoding: 'utf8',
})
const identity$ = sock.query('*IDN?').pipe(map((reply) => `reply ${reply}`))
const said$ = samples.concatMap((sample) => concat(of(`sample ${sample}`), identity$))
await lastValueFrom(said$.pipe(take(3), tap(console.log)))
