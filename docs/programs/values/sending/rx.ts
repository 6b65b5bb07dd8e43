import { TCP } from '@sockio/rx'
import { catchError, concat, concatMap, defer, lastValueFrom, of, tap } from 'rxjs'
import { generator, volts } from './generator.ts'

await using sock = new TCP('scope.lab', 5025, { timeout: 1000 })

const steps = (values: number[]) =>
  defer(() => sock.command(`LIST:VOLT ${volts.encode(values)}`)).pipe(
    concatMap(() => sock.query('LIST:VOLT?')),
    catchError((error: unknown) => of(String(error))),
  )
const tooMuch$ = steps([0, 12]) // nothing is sent

const { waveform } = generator.on(sock)
const waveform$ = waveform
  .set(Float32Array.of(0.5, 1))
  .pipe(concatMap(() => waveform.get()))

await lastValueFrom(
  concat(steps([0.1, 1e-7, -2]), tooMuch$, waveform$).pipe(tap(console.log)),
)
