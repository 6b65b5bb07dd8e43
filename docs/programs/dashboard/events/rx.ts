import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { number } from '@sockio/instrument'
import { poll, SockioError, TCP } from '@sockio/rx'
import {
  catchError,
  concat,
  firstValueFrom,
  fromEvent,
  ignoreElements,
  interval,
  map,
  merge,
  of,
  ReplaySubject,
  share,
  throwError,
  timer,
} from 'rxjs'
import { gap, HEARTBEAT, headers, heartbeat, reading, send } from './events.ts'

await using scope = new TCP('scope.lab', 5025, { timeout: 2000 })
let id = 0

/** One poll for all browsers, as long as there are any; one that comes later has the latest at once. */
const events$ = poll(scope, 'MEAS:VOLT?', 100, { as: number() }).pipe(
  map((volts) => reading(++id, volts)),
  catchError((error: unknown, again$) => {
    if (!(error instanceof SockioError)) return throwError(() => error)
    return concat(of(gap(error.message)), timer(1000).pipe(ignoreElements()), again$)
  }),
  share({ connector: () => new ReplaySubject<string>(1) }),
)
const heartbeats$ = interval(HEARTBEAT).pipe(map(() => heartbeat))

const page = readFileSync('page.html')
const server = createServer((request, response) => {
  if (request.url !== '/events') {
    response.setHeader('content-type', 'text/html').end(page)
    return
  }
  response.writeHead(200, headers).flushHeaders()
  const subscription = merge(events$, heartbeats$).subscribe((event) =>
    send(response, event),
  )
  response.once('close', () => subscription.unsubscribe())
})
server.listen(Number(process.env.PORT ?? 3000), '127.0.0.1', () => {
  const { port } = server.address() as AddressInfo
  console.log(`listening on http://127.0.0.1:${port}`)
})

await firstValueFrom(fromEvent(process, 'SIGTERM'))
server.close()
server.closeAllConnections()
