/** `sockio doctor` as a program: what it prints, its exit codes, and that it ends at once. */

import { readdir } from 'node:fs/promises'
import { type Fault, faults, scope, silent, simulate } from '@sockio/sim'
import { expect, test as inTurn } from 'vitest'
import { folder } from './folder.ts'
import { inProcess } from './in-process.ts'
import { Run } from './sockio.ts'

const test = inTurn.concurrent // they wait for most of their time

const SHORT = ['--idle', '0', '--silence', '200ms', '--timeout', '1s']

test('a sound instrument: each probe is told of before it is made, then the verdict and the code', async () => {
  await using device = await simulate(scope())
  const { code, stdout, stderr } = await inProcess(['doctor', device.url, ...SHORT])
  expect(code).toBe(0)
  expect(stdout).toMatch(/^verdict {2}sound: it answers, and needs no options\n\nimport { TCP } from '@sockio\/aio'\n/)
  expect(stdout).toContain(`await using sock = new TCP('127.0.0.1', ${device.port}, { timeout: 2000 })`)
  expect(stdout).toMatch(/\nlink {5}{}\n$/)
  expect(stderr).toMatch(/^-- name: looks up the name \(3 s at most\)\n {3}name: 127\.0\.0\.1 \(IPv4\)\n-- port: /)
  expect(stderr).toMatch(
    /-- ask: sends "\*IDN\?" with LF.+\n {3}ask: with LF: "SOCKIO,SCOPE,0,1\.0\\n"\n {3}telnet: none\n/,
  )
})

test('without a port, those of habit', async () => {
  await using device = await simulate(scope())
  await using other = await simulate(scope(), { faults: faults.refuse() })
  const ports = `${other.port},${device.port}`
  const { code, stdout, stderr } = await inProcess(['doctor', '127.0.0.1', '--ports', ports, ...SHORT])
  expect({ code, stderr }).toMatchObject({ code: 0, stderr: /connects to, and leaves, the ports of habit/ })
  expect(stderr).toContain(`port: open: ${device.port}; ${other.port} refused`)
  expect(stdout).toContain(`new TCP('127.0.0.1', ${device.port},`)
})

test('a port that is shut: what else is open', async () => {
  await using device = await simulate(scope())
  await using other = await simulate(scope(), { faults: faults.refuse() })
  const { code, stdout } = await inProcess(['doctor', other.url, '--ports', `${device.port}`])
  expect(code).toBe(3)
  expect(stdout).toMatch(/^verdict {2}refused: the host is there, but nothing listens.+\n$/)
  expect(stdout).toContain(`Open is ${device.port}`)
})

test('code in any flavour, and everything as JSON', async () => {
  await using device = await simulate(scope(), { eol: '\r', faults: faults.banner('Welcome') })
  const all = await inProcess(['doctor', device.url, ...SHORT, '--flavour', 'all'])
  expect(all.code).toBe(6)
  for (const flavour of ['aio', 'sio', 'rx', 'effect', 'legacy']) expect(all.stdout).toContain(`@sockio/${flavour}'`)
  expect(all.stdout).toContain('onConnectionMade: (session) => session.readLine(),')
  const { code, stdout } = await inProcess(['doctor', device.url, ...SHORT, '--json'])
  const told = JSON.parse(stdout)
  expect(code).toBe(6)
  expect(told).toMatchObject({
    host: '127.0.0.1',
    port: device.port,
    verdict: 'banner',
    gravity: 'options',
    readings: [{ cause: 'banner' }, { cause: 'end of requests' }, { cause: 'end of replies' }],
    link: { eol: '\r', writeEol: '\r' },
    profile: { greeting: { lines: 1 } },
    findings: { banner: { heard: 'Welcome\r' } },
  })
  expect(Object.keys(told.code)).toEqual(['aio', 'sio', 'rx', 'effect', 'legacy'])
})

test.each<readonly [Fault, number]>([
  [faults.refuse(), 3],
  [faults.silence(), 4],
  [faults.close(), 5],
  [faults.twice(), 1],
  [faults.echo(), 6],
])('the exit code of %j: %i', async (fault, code) => {
  await using device = await simulate(scope(), { faults: fault })
  const outcome = await inProcess(['doctor', device.url, ...SHORT, '--ports', `${device.port}`])
  expect(outcome).toMatchObject({ code, stdout: /^verdict / })
  expect(outcome.stderr).not.toContain('sockio:')
})

test.each([
  [[], /missing required argument 'url'/],
  [['scope.lab', '--ports', '5025,'], /Expected an integer/],
  [['scope.lab', '--ports', '0'], /Expected ports such as 5025,5555/],
  [['scope.lab', '--ca', 'x'], /--ca and --insecure go with tls/],
  [['scope.lab', '--query', 'A?\nB?'], /an end of line within/],
  [['scope.lab', '--query', ''], /what shall be asked\?/],
  [['unix:///run/scope.sock'], /unix:\/\/ has no port: doctor examines what is reached over TCP or TLS/],
  [['nats://lab:4222/lab/psu1'], /nats:\/\/ has no port: doctor/],
  [['tls://scope.lab'], /the port is missing/],
])('wrong arguments: %j', async (args, stderr) => {
  expect(await inProcess(['doctor', ...args])).toMatchObject({ code: 2, stdout: '', stderr })
})

test.each<readonly [at: RegExp, device: Parameters<typeof simulate>[0], fault: Fault | undefined]>([
  [/-- banner: /, silent(), undefined],
  [/-- ask: /, silent(), undefined],
  [/-- ask: /, silent(), faults.halfOpen()],
  [/-- replies: /, scope(), faults.silence({ every: 2 })],
  [/-- idle: /, scope(), undefined],
])('Ctrl-C at %s ends it at once', async (at, device, fault) => {
  await using instrument = await simulate(device, { faults: fault === undefined ? [] : fault })
  const long = at.source.includes('banner') ? '10m' : '200ms'
  await using run = new Run(['doctor', instrument.url, '--timeout', '10m', '--idle', '10m', '--silence', long])
  await run.says(at)
  run.child.kill('SIGINT')
  expect(await run.end()).toMatchObject({ code: 130, stdout: '' })
})

test('what an instrument says does nothing to a terminal', async () => {
  const evil = '\x1b]0;x\x07\x1b[2J\u202e'
  await using device = await simulate({ '*IDN?': evil }, { faults: [faults.banner(evil), faults.prompt('\x1b[31m> ')] })
  for (const more of [[], ['--json']]) {
    const { stdout, stderr } = await inProcess(['doctor', device.url, ...SHORT, ...more])
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these must not be there
    expect(stdout + stderr).not.toMatch(/[\x00-\x09\x0b-\x1f\u202e]/)
  }
})

test.each<readonly [what: string, device: Parameters<typeof simulate>[0], fault: Fault[], code: number]>([
  ['sound', scope(), [], 0],
  ['greets, and ends its lines its own way', scope(), [faults.banner('Welcome')], 6],
  ['hangs up in place of a reply', scope(), [faults.close()], 5],
  ['says nothing', silent(), [], 4],
  ['refuses', scope(), [faults.refuse()], 3],
  ['serves one client', scope(), [faults.singleClient()], 6],
])(
  '--record: the verdict is the same of an instrument that is recorded, and %s',
  async (_what, device, fault, code) => {
    await using files = await folder()
    await using instrument = await simulate(device, { faults: fault })
    const args = ['doctor', instrument.url, ...SHORT, '--ports', `${instrument.port}`]
    const plain = await inProcess(args)
    const recorded = await inProcess([...args, '--record', files.path('visit.jsonl')])
    const verdict = ({ stdout }: typeof plain) => stdout.split('\n', 1) // of what is behind it, some follows from times
    expect(recorded).toMatchObject({ code, stderr: expect.not.stringContaining('sockio:') })
    expect(verdict(recorded)).toEqual(verdict(plain))
    const { stdout } = await inProcess(['explain', files.path('visit.jsonl')])
    expect(stdout).toContain(`tcp://${instrument.host}:${instrument.port}`)
    if (code !== 3) expect(stdout).toMatch(/-> instrument {2}"\*IDN\?\\n"/)
    expect((await readdir(files.path())).length).toBeLessThanOrEqual(2) // who was there with a second connection has a file
  },
)

test('--record: nothing is written over', async () => {
  await using files = await folder()
  const args = ['doctor', '127.0.0.1:1', '--record', files.path('no/visit.jsonl')]
  expect(await inProcess(args)).toMatchObject({ code: 2, stderr: /--record: .+no such file or directory/ })
})
