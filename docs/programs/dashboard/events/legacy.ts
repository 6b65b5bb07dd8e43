import { readFileSync } from 'node:fs'
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { number } from '@sockio/instrument'
import { poll, type Readings, TCP } from '@sockio/legacy'
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

const scope = new TCP('scope.lab', 5025, { timeout: 2000 })
let id = 0
let readings: Readings<number>
let again: NodeJS.Timeout | undefined

function measure() {
  readings = poll(scope, 'MEAS:VOLT?', 100, { as: number() })
  readings.on('data', (volts) => tell(reading(++id, volts)))
  readings.on('error', (err) => {
    tell(gap(err.message))
    again = setTimeout(measure, 1000)
  })
}
measure()

server.listen(Number(process.env.PORT ?? 3000), '127.0.0.1', () => {
  const { port } = server.address() as AddressInfo
  console.log(`listening on http://127.0.0.1:${port}`)
})

process.once('SIGTERM', () => {
  readings.stop()
  clearTimeout(again)
  scope.destroy()
  server.close()
  server.closeAllConnections()
})
