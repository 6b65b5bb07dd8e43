/** Instruments of a hub on NATS, by `nats://`: in every command that takes a URL, or refused by name. */
import { writeFile } from 'node:fs/promises'
import { simulate } from '@sockio/sim'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { missing, NatsServer, nats } from '../../internal/integration/src/index.ts'
import { type Folder, folder } from './folder.ts'
import { inProcess } from './in-process.ts'
import { Run, sockio } from './sockio.ts'

describe.skipIf(missing(nats))('nats://', () => {
  const all = new Set<AsyncDisposable>()
  const kept = <T extends AsyncDisposable>(each: T): T => {
    all.add(each)
    return each
  }
  let files: Folder
  let url: string
  beforeAll(async () => {
    const server = kept(await NatsServer.start())
    const device = kept(await simulate({ '*IDN?': 'ACME,PSU', 'VOLT?': '1.5' }))
    files = kept(await folder())
    const nats = { servers: server.url, prefix: 'lab', ttl: 10_000 }
    await writeFile(files.path('hub.json'), JSON.stringify({ instruments: { psu1: { url: device.url } }, nats }))
    const hub = kept(new Run(['hub', files.path('hub.json')]))
    await hub.says(/^psu1 .+, owner\n/m)
    url = `${server.url}/lab/psu1`
  })
  afterAll(async () => {
    for (const each of [...all].reverse()) await each[Symbol.asyncDispose]()
  })

  test('query, as a process that ends', async () => {
    expect(await sockio(['query', url, '*IDN?'])).toEqual({ code: 0, stdout: 'ACME,PSU\n', stderr: '' })
  })

  test('shell', async () => {
    expect(await sockio(['shell', url, '--timeout', '60s'], 'VOLT?\n')).toMatchObject({ code: 0, stdout: '1.5\n' })
  })

  test.each<readonly [command: string, args: readonly string[], stdout: RegExp]>([
    ['stream', ['--query', 'VOLT?', '--every', '1ms', '--count', '2'], /^1\.5\n1\.5\n$/],
    ['plot', ['--query', 'VOLT?', '--every', '1ms', '--count', '2'], /nats:\/\/\S+\/lab\/psu1/],
    ['bench', ['--count', '5', '--warm-up', '0'], /nats:\/\/\S+\/lab\/psu1\n5 round trips/],
    ['watch', ['--count', '1'], /1 well, 0 in trouble[\s\S]+ACME,PSU/],
  ])('%s', async (command, args, stdout) => {
    expect(await inProcess([command, url, ...args])).toMatchObject({ code: 0, stdout })
  })

  test('record, as a proxy of it, and --record', async () => {
    await using proxy = new Run(['record', url, files.path('proxy.jsonl')])
    const [, at = ''] = await proxy.says(/^listening on (tcp:\S+) for nats:/)
    expect(await inProcess(['query', at, 'VOLT?'])).toMatchObject({ code: 0, stdout: '1.5\n' })
    await inProcess(['query', url, 'VOLT?', '--record', files.path('own.jsonl')])
    expect((await inProcess(['explain', files.path('own.jsonl')])).stdout).toMatch(
      /own\.jsonl: nats:\/\/\S+, .+: 1 calls?/,
    )
  })

  test('one that no hub owns: no connection', async () => {
    const { code, stderr } = await inProcess(['query', url.replace('psu1', 'psu2'), '*IDN?', '--timeout', '60s'])
    expect({ code, stderr }).toMatchObject({ code: 3, stderr: /^sockio: could not connect to nats:.+\n$/ })
  })
})

test('a password is not shown', async () => {
  const { code, stderr } = await inProcess(['query', 'nats://me:secret@127.0.0.1:1/lab/psu1', '*IDN?'])
  expect({ code, secret: stderr.includes('secret') }).toEqual({ code: 3, secret: false })
})

test.each(['wire', 'doctor'])('%s, which is for ports, says so', async (command) => {
  for (const scheme of ['nats://lab:4222/lab/psu1', 'unix:///run/scope.sock']) {
    const { code, stdout, stderr } = await inProcess([command, scheme])
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(stderr).toMatch(new RegExp(`^sockio: ${scheme.slice(0, 7)} has no port: ${command} .+\\n$`))
  }
})
