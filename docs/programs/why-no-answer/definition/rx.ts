import { socketForUrl } from '@sockio/rx'
import { lastValueFrom, tap } from 'rxjs'
import { oven } from './oven.ts'

await using ready = oven.open(socketForUrl, 'tcp://scope.lab:5025', { timeout: 2000 })
await lastValueFrom(
  ready.identity.get().pipe(tap(({ manufacturer }) => console.log(manufacturer))),
)
