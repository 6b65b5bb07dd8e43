import { replay } from '@sockio/recorder'
import { TCP } from '@sockio/rx'
import { simulate } from '@sockio/sim'
import { lastValueFrom, tap } from 'rxjs'

await using device = await simulate(replay('session.jsonl'))
await using sock = new TCP(device.host, device.port, { timeout: 2000 })
await lastValueFrom(sock.query('*IDN?').pipe(tap(console.log)))
