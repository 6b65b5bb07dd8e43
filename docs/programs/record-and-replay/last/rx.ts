import { recorder } from '@sockio/recorder'
import { TCP } from '@sockio/rx'
import { lastValueFrom, tap } from 'rxjs'

const recording = recorder('night.jsonl', { last: '64 MiB' })
await using sock = new TCP('scope.lab', 5025, { timeout: 2000, ...recording })
await lastValueFrom(sock.query('*IDN?').pipe(tap(console.log)))
