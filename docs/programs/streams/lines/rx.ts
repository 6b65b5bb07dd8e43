import { TCP } from '@sockio/rx'
import { concat, lastValueFrom, map, of, takeWhile, tap } from 'rxjs'

await using sock = new TCP('scope.lab', 5025)
const lines = sock.lines({ start: 'ACQ:STAR', stop: 'ACQ:STOP', encoding: 'utf8' })

// Writing is possible at any time.
const scaled = (line: string) => sock.write('CHAN1:SCAL 0.5\n').pipe(map(() => line))
const taken$ = lines
  .concatMap((line) => (line === '1' ? scaled(line) : of(line)))
  .pipe(takeWhile((line) => line !== '2', true)) // unsubscribes from the stream, which sends the stop
await lastValueFrom(concat(taken$, sock.query('*IDN?')).pipe(tap(console.log)))
