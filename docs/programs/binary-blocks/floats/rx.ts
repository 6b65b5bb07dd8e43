import { TCP } from '@sockio/rx'
import { lastValueFrom, map, tap } from 'rxjs'

await using sock = new TCP('scope.lab', 5025, { timeout: 2000 })
const volts$ = sock
  .writeReadBlock('CURV?\n')
  .pipe(
    map((bytes) =>
      Float32Array.from({ length: bytes.length / 4 }, (_, i) => bytes.readFloatBE(4 * i)),
    ),
  )
await lastValueFrom(volts$.pipe(tap(console.log)))
