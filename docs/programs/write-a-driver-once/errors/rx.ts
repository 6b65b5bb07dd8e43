import { InstrumentError, socketForUrl } from '@sockio/rx'
import { catchError, EMPTY, lastValueFrom } from 'rxjs'
import { careless } from './careless.mts'

await using psu = careless.open(socketForUrl, 'tcp://127.0.0.1:5025', { timeout: 2000 })
const set$ = psu.voltage.set(25).pipe(
  catchError((error: unknown) => {
    if (!(error instanceof InstrumentError)) throw error
    console.log(error.number, error.text)
    console.log(error.command)
    return EMPTY
  }),
)
await lastValueFrom(set$, { defaultValue: undefined })
