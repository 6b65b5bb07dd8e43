import { explain, readRecording, recorder } from '@sockio/recorder'
import { TCP } from '@sockio/rx'
import { catchError, concat, EMPTY, lastValueFrom } from 'rxjs'

const sock = new TCP('scope.lab', 5025, { timeout: 2000, ...recorder('failed.jsonl') })
const unknown$ = sock.query('MEAS:FLUX?', { timeout: 100 }).pipe(catchError(() => EMPTY))
await lastValueFrom(concat(sock.query('*IDN?'), unknown$, sock.close()))

const lines = explain(readRecording('failed.jsonl')).split('\n')
console.log(lines.slice(0, 3).join('\n'))
