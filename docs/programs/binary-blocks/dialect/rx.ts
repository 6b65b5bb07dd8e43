import { TCP } from '@sockio/rx'
import { concat, lastValueFrom, map, tap } from 'rxjs'

await using sock = new TCP('scope.lab', 5025, { timeout: 2000 })
const curve$ = sock.writeReadBlock('CURV?\n', { dialect: { header: true } }) // of :CURV #15hello
const all$ = sock.writeReadBlock('ALL?\n', { dialect: { several: true } }) // of #13one,#13two
await lastValueFrom(concat(curve$, all$).pipe(map(String), tap(console.log)))
