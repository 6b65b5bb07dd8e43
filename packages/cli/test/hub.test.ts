/** `sockio hub`: its configurations, what it prints, how it ends; and its status. */
import { readFile, writeFile } from 'node:fs/promises'
import { delay, simulate } from '@sockio/sim'
import { describe, expect, test } from 'vitest'
import { folder } from './folder.ts'
import { inProcess } from './in-process.ts'
import { Run } from './sockio.ts'

/** Starts a hub of this configuration, in a folder of its own. */
async function started(name: string, config: string, more: readonly string[] = []) {
  const files = await folder()
  const file = files.path(name)
  await writeFile(file, config)
  const run = new Run(['hub', file, ...more], { cwd: files.path() })
  return {
    run,
    file,
    path: (other: string) => files.path(other),
    [Symbol.asyncDispose]: async () => {
      await run[Symbol.asyncDispose]()
      await files[Symbol.asyncDispose]()
    },
  }
}

const device = { '*IDN?': 'ACME', 'SLOW?': delay(300, 'slow') }

test('a file of YAML: a line for each instrument, and SIGTERM ends it with 0, after the calls under way', async () => {
  await using instrument = await simulate(device)
  await using hub = await started(
    'hub.yaml',
    `
instruments:
  psu1:
    url: ${instrument.url}
    options: { timeout: 60000, pacing: 10 }
    listen: ['127.0.0.1:0', unix:psu1.sock]
    rules:
      - { match: '^ABOR', replies: 0, priority: high }
  psu2: { url: ${instrument.url}, listen: [127.0.0.1:0] }
audit: hub-audit.jsonl
`,
  )
  const [, port] = await hub.run.says(/^psu1 tcp:\S+ on 127\.0\.0\.1:(\d+), unix:psu1\.sock, owner\n/m)
  await hub.run.says(/^psu2 tcp:\S+ on 127\.0\.0\.1:\d+, owner\n/m)
  expect((await inProcess(['query', `127.0.0.1:${port}`, 'VOLT 5', '*IDN?'])).stdout).toBe('ACME\n')
  expect((await inProcess(['query', `unix://${hub.path('psu1.sock')}`, '*IDN?'])).stdout).toBe('ACME\n')
  const asked = inProcess(['query', `127.0.0.1:${port}`, 'SLOW?'])
  await instrument.received('SLOW?')
  hub.run.child.kill('SIGTERM')
  expect((await asked).stdout).toBe('slow\n')
  expect((await hub.run.end()).code).toBe(0)
  const log = (await readFile(hub.path('hub-audit.jsonl'), 'utf8')).trim().split('\n')
  expect(log.map((line) => JSON.parse(line).message)).toEqual(['VOLT 5'])
})

test.each([
  ['hub.json', (url: string) => JSON.stringify({ instruments: { psu1: { url, listen: [0] } } })],
  [
    'hub.mts',
    (url: string) =>
      `export default { instruments: { psu1: { url: '${url}', listen: [0], rules: [{ match: /^x/, replies: 1 }] } } }`,
  ],
])('%s', async (name, config) => {
  await using hub = await started(name, config('tcp://127.0.0.1:1'))
  await hub.run.says(/^psu1 tcp:\/\/127\.0\.0\.1:1 on 127\.0\.0\.1:\d+, owner\n/)
  hub.run.child.kill('SIGINT')
  expect(await hub.run.end()).toMatchObject({ code: 0, stderr: '' })
})

test('--record: what passed between the hub and each instrument', async () => {
  await using instrument = await simulate(device)
  const config = `instruments: { psu1: { url: '${instrument.url}', listen: ['127.0.0.1:0'] } }\n`
  await using hub = await started('hub.yaml', config, ['--record', 'night.jsonl'])
  const [, port] = await hub.run.says(/ on 127\.0\.0\.1:(\d+), owner/)
  await inProcess(['query', `127.0.0.1:${port}`, '*IDN?'])
  hub.run.child.kill('SIGTERM')
  expect((await hub.run.end()).code).toBe(0)
  const { stdout } = await inProcess(['explain', hub.path('night.jsonl')])
  expect(stdout).toMatch(/-> instrument {2}"\*IDN\?\\n"\n[\s\S]*<- instrument {2}"ACME\\n"/)
})

describe('what is wrong', () => {
  test.each([
    [
      'hub.yaml',
      'instruments:\n  psu1: { url: tcp://h:1, listn: [] }\n',
      2,
      'instruments.psu1: unknown key "listn": did you mean "listen"?',
    ],
    [
      'hub.yaml',
      'instruments: { psu1: { url: tcp://h:1 } }',
      2,
      'instruments.psu1: nobody can reach it: give it a "listen"',
    ],
    ['hub.yaml', 'instruments: [\n', 2, /hub\.yaml:\d+:\d+: /],
    ['hub.yaml', 'instruments:\n  psu1: { url: tcp://h:1, listen: [0.0.0.0:1] }\n', 2, 'is open to other hosts'],
    [
      'hub.yaml',
      'instruments:\n  psu1: { url: tcp://h:1, listen: [0] }\nmetrics: 192.0.2.1:1\n',
      2,
      'metrics: expected a port of loopback',
    ],
    ['hub.txt', '', 2, 'expected a file: .yaml, .yml, .json'],
    ['hub.mjs', 'throw new Error("no")', 2, 'no'],
    [
      'hub.yaml',
      'instruments:\n  psu1: { url: tcp://h:1, listen: ["unix:no/such/folder/x.sock"] }\n',
      1,
      "can't listen on unix:no/such",
    ],
  ])('is said of %s: %j', async (name, config, code, complaint) => {
    await using hub = await started(name, config)
    const outcome = await hub.run.end()
    expect(outcome.code).toBe(code)
    expect(outcome.stderr).toMatch(complaint)
    expect(outcome.stderr.trim().split('\n').length).toBe(1)
  })
})

describe('status', () => {
  test('shows instruments, clients, latencies and errors', async () => {
    await using instrument = await simulate(device)
    const config = `instruments: { psu1: { url: '${instrument.url}', rules: [{ match: DEAD, timeout: 50 }], listen: ['127.0.0.1:0'] } }\nmetrics: 127.0.0.1:0\n`
    await using hub = await started('hub.yaml', config)
    const [, where = ''] = await hub.run.says(/status on (http:\S+)\n/)
    const [, port] = await hub.run.says(/ on 127\.0\.0\.1:(\d+), owner/)
    await inProcess(['query', `127.0.0.1:${port}`, '*IDN?', 'DEAD?'])
    const { stdout, code } = await inProcess(['hub', 'status', where])
    expect(code).toBe(0)
    expect(stdout).toMatch(
      /^psu1 tcp:\S+ on 127\.0\.0\.1:\d+, owner\n {2}\w+, 0 clients, 0 waiting\n {2}2 exchanges, 1 failures/,
    )
    expect(stdout).toContain('no reply to "DEAD?')
    const json = await inProcess(['hub', 'status', new URL(where).host, '--json'])
    expect(JSON.parse(json.stdout).instruments[0].state.exchanges).toBe(2)
  })

  test('of a hub that is not there', async () => {
    expect(await inProcess(['hub', 'status', '127.0.0.1:1'])).toMatchObject({
      code: 3,
      stderr: expect.stringContaining('no hub answers on 127.0.0.1:1'),
    })
    expect(await inProcess(['hub', 'status', 'http://['])).toMatchObject({ code: 2 })
  })
})
