import { TCP } from '@sockio/rx'
import { lastValueFrom, map, race, timer } from 'rxjs'

await using sock = new TCP('scope.lab', 5025)
const stop$ = timer(50).pipe(map(() => 'the operator pressed stop'))
// race unsubscribes from the other, and that cancels it
console.log(await lastValueFrom(race(sock.query('MEAS:FLUX?'), stop$)))
