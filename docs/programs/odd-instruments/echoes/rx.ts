import { TCP } from '@sockio/rx'
import { concat, ignoreElements, lastValueFrom, map, tap } from 'rxjs'

await using sock = new TCP('scope.lab', 5025, { timeout: 2000 })

const ask = (request: string) =>
  sock
    .writeReadLines(`${request}\n`, 2, { encoding: 'utf8' })
    .pipe(map(([, reply = '']) => reply))
const scaled$ = sock.writeReadLine('CHAN1:SCAL 0.5\n').pipe(ignoreElements()) // a command has its echo, too

await lastValueFrom(
  concat(ask('*IDN?'), scaled$, ask('CHAN1:SCAL?')).pipe(tap(console.log)),
)
