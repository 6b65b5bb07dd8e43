import { number } from '@sockio/instrument'
import { poll, SockioError, TCP } from '@sockio/rx'
import { catchError, filter, lastValueFrom, of, take, tap } from 'rxjs'
import { Log } from './log.ts'

const PERIOD = 100 // ms
const READINGS = 5 // or Infinity

await using sock = new TCP('meter.lab', 5025, {
  timeout: 2000,
  onConnectionMade: (session) => session.command('CONF:VOLT:DC 20'), // a reboot forgets that
})
const log = new Log('log.jsonl')

/** The next reading, or why there is none: that ends the reading, and not the log. */
const read = (sock: TCP) =>
  sock.query('MEAS:VOLT?', { as: number({ unit: 'V' }) }).pipe(
    catchError((error: unknown) => {
      if (error instanceof SockioError) return of(error)
      throw error
    }),
  )

const logged$ = poll(sock, read, PERIOD).pipe(
  tap((volts) => {
    if (volts instanceof SockioError) log.none(volts.code)
    else log.reading(volts, sock.connectionCounter)
  }),
  filter((volts) => !(volts instanceof SockioError)),
  take(READINGS),
)
await lastValueFrom(logged$)
