import { queryEach, TCP } from '@sockio/rx'
import { from, lastValueFrom, map } from 'rxjs'

await using sock = new TCP('scope.lab', 5025, { timeout: 2000, pacing: 50 })
const scales$ = from([1, 2, 3]).pipe(
  map((channel) => `CHAN${channel}:SCAL?`),
  queryEach(sock),
)
const began = performance.now()
await lastValueFrom(scales$)
console.log(performance.now() - began >= 100)
