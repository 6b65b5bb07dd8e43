/** `sockio wire`: transparent, and everything that passes is printed. */
import { once } from 'node:events'
import { connect, createServer } from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'
import { block, faults, raw, type SimulateOptions, simulate } from '@sockio/sim'
import { expect, test } from 'vitest'
import { cert, key } from '../../internal/conformance/src/peers/certificate.ts'
import { inProcess } from './in-process.ts'
import { Run } from './sockio.ts'

const payload = Buffer.from(Array.from({ length: 3000 }, (_, i) => i & 255))
const device = {
  'A?': 'one',
  'BLOCK?': block(payload),
  'ODD?': raw(Buffer.from('\x1b[2J\xff\r\n', 'latin1')),
}

async function wire(options: SimulateOptions = {}, ...args: string[]) {
  const instrument = await simulate(device, options)
  const run = new Run(['wire', instrument.url, ...args])
  const [, url = ''] = await run.says(/^listening on (tcp:\S+) for t..:\S+\n/)
  return {
    instrument,
    run,
    url,
    [Symbol.asyncDispose]: async () => {
      await run[Symbol.asyncDispose]()
      await instrument.close()
    },
  }
}

const head = '\\d\\d:\\d\\d:\\d\\d\\.\\d{3} +\\+[\\d.]+ #1 '

test('both directions, with times, as text', async () => {
  await using tap = await wire()
  expect(await inProcess(['query', tap.url, 'A?', 'ODD?'])).toMatchObject({
    code: 0,
    stdout: 'one\n\\x1b[2J\\xff\\r\n',
  })
  await tap.run.says(/the instrument has closed/)
  expect(tap.run.stdout.split('\n').slice(1).join('\n')).toMatch(
    new RegExp(
      `^${head}-- a client has come from 127\\.0\\.0\\.1:\\d+\n${head}-> "A\\?\\\\n"\n${head}<- "one\\\\n"\n` +
        `${head}-> "ODD\\?\\\\n"\n${head}<- "\\\\x1b\\[2J\\\\xff\\\\r\\\\n"\n${head}-- the client has closed\n`,
    ),
  )
  tap.run.child.kill('SIGINT')
  expect(await tap.run.end()).toMatchObject({ code: 0, stderr: '' })
})

test('bytes are passed on as they are; of many, the first are printed', async () => {
  await using tap = await wire({}, '--most', '16')
  const { stdout } = await inProcess(['query', tap.url, 'BLOCK?', '--json'])
  expect(Buffer.from(JSON.parse(stdout).block, 'base64')).toEqual(payload)
  await tap.run.says(/<- \.\.\. and [\d,]+ bytes more\n/)
})

test('--hex', async () => {
  await using tap = await wire({}, '--hex')
  await inProcess(['query', tap.url, 'ODD?'])
  await tap.run.says(/-> 0000 {2}4f 44 44 3f 0a +ODD\?\.\n/)
  await tap.run.says(/<- 0000 {2}1b 5b 32 4a ff 0d 0a +\.\[2J\.\.\.\n/)
})

test('a client that has said all still gets its reply', async () => {
  await using tap = await wire({ faults: faults.delay(50) })
  const { hostname, port } = new URL(tap.url)
  const client = connect({ host: hostname, port: Number(port), allowHalfOpen: true })
  client.end('A?\n')
  const [reply] = await once(client, 'data')
  expect(String(reply)).toBe('one\n')
  client.destroy()
})

test('several clients, each by its number', async () => {
  await using tap = await wire()
  await Promise.all([inProcess(['query', tap.url, 'A?']), inProcess(['query', tap.url, 'A?'])])
  await tap.run.says(/#1 <- "one\\n"/)
  await tap.run.says(/#2 <- "one\\n"/)
})

test('an instrument that refuses: the client is told by a reset, and the proxy goes on', async () => {
  await using tap = await wire({ faults: faults.refuse() })
  const { code } = await inProcess(['query', tap.url, 'A?'])
  expect([3, 5]).toContain(code)
  await tap.run.says(/#1 -- connect ECONNREFUSED/)
  tap.instrument.clear()
  await tap.instrument.ready()
  expect(await inProcess(['query', tap.url, 'A?'])).toMatchObject({ code: 0, stdout: 'one\n' })
})

test('an instrument that speaks TLS, for a client that does not', async () => {
  await using tap = await wire({ tls: { key, cert } }, '--insecure')
  expect(await inProcess(['query', tap.url, 'A?'])).toMatchObject({ code: 0, stdout: 'one\n' })
  await tap.run.says(/<- "one\\n"/)
})

test('a port in use', async () => {
  await using tap = await wire()
  const port = new URL(tap.url).port
  expect(await inProcess(['wire', 'localhost:1', '--port', port])).toMatchObject({ code: 1, stderr: /EADDRINUSE/ })
})

test('a client that goes while the instrument does not take what it sent: both ends are closed', async () => {
  const silent = createServer({ pauseOnConnect: true }, (socket) => socket.on('error', () => undefined))
  silent.listen(0, '127.0.0.1')
  await once(silent, 'listening')
  const address = silent.address()
  await using run = new Run(['wire', `127.0.0.1:${typeof address === 'object' && address?.port}`, '--most', '1'])
  const [, port = ''] = await run.says(/^listening on tcp:\/\/127\.0\.0\.1:(\d+)/)
  const taken = once(silent, 'connection')
  const client = connect(Number(port), '127.0.0.1')
  client.write(Buffer.alloc(32_000_000)) // more than the systems on the way hold
  const [socket] = await taken
  await run.says(/#1 -> /)
  for (let before = -1; run.stdout.length > before; await wait(300)) before = run.stdout.length // it stalls
  client.resetAndDestroy()
  await run.says(/#1 -- .*ECONNRESET/)
  await new Promise((resolve) => socket.once('close', resolve).resume()) // the instrument is told too
  silent.close()
})
