import { readFileSync } from 'node:fs'
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout } from 'node:timers/promises'
import { poll, SockioError, TCP } from '@sockio/aio'
import { number } from '@sockio/instrument'
import { gap, HEARTBEAT, headers, heartbeat, reading, send } from './events.ts'

const page = readFileSync('page.html')
const browsers = new Set<ServerResponse>()
let latest = heartbeat // what a browser is shown that comes now

const server = createServer((request, response) => {
  if (request.url !== '/events') {
    response.setHeader('content-type', 'text/html').end(page)
    return
  }
  response.writeHead(200, headers).write(latest)
  browsers.add(response)
  response.once('close', () => browsers.delete(response))
})

function tell(event: string) {
  latest = event
  for (const browser of browsers) send(browser, event)
}

setInterval(() => {
  for (const browser of browsers) send(browser, heartbeat)
}, HEARTBEAT).unref()

const stop = new AbortController()
const { signal } = stop
process.once('SIGTERM', () => stop.abort())

server.listen(Number(process.env.PORT ?? 3000), '127.0.0.1', () => {
  const { port } = server.address() as AddressInfo
  console.log(`listening on http://127.0.0.1:${port}`)
})

await using scope = new TCP('scope.lab', 5025, { timeout: 2000 })
let id = 0
while (!signal.aborted) {
  try {
    for await (const volts of poll(scope, 'MEAS:VOLT?', 100, { as: number(), signal }))
      tell(reading(++id, volts))
  } catch (error) {
    if (signal.aborted) break
    if (!(error instanceof SockioError)) throw error
    tell(gap(error.message))
    await setTimeout(1000, undefined, { signal }).catch(() => undefined) // and ask again
  }
}
server.close()
server.closeAllConnections()
