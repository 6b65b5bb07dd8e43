/** `sockio doctor`: what it says of each fault and dialect that the simulator plays; the table of the docs is made here. */
import { type AddressInfo, connect, createServer } from 'node:net'
import type { ConnectionOptions } from 'node:tls'
import {
  type Device,
  delay,
  echo,
  type Fault,
  faults,
  raw,
  type SimulateOptions,
  scope,
  sequence,
  silent,
  simulate,
} from '@sockio/sim'
import { beforeAll, expect, test } from 'vitest'
import { cert, key } from '../../internal/conformance/src/peers/certificate.ts'
import type { Chart } from '../src/doctor/chart.ts'
import { examine, verdict } from '../src/doctor/examine.ts'
import { lookUp } from '../src/doctor/look-up.ts'
import { Patient } from '../src/doctor/patient.ts'
import type { Allowed } from '../src/doctor/probe.ts'
import type { Greeting } from '../src/doctor/profile.ts'
import { type Cause, causes } from '../src/doctor/reading.ts'

const ALLOWED: Allowed = {
  query: '*IDN?',
  timeout: 2000,
  patience: 5000,
  silence: 300,
  idle: 0,
  stress: false,
  port: undefined,
  ports: [],
}
const CODES = { sound: 0, options: 6, unsound: 1, unreachable: 3, silent: 4, lost: 5 } as const
const QUIET = { before: () => undefined, after: () => undefined }

interface Case {
  /** What is wrong, in the words of the table. */
  readonly what: string
  readonly verdict: Cause
  readonly link?: object
  readonly device?: Device
  readonly options?: SimulateOptions
  readonly faults?: Fault | readonly Fault[]
  readonly allowed?: Partial<Allowed>
  readonly host?: string
  readonly tls?: ConnectionOptions
  /** What others do to the instrument meanwhile. */
  readonly meanwhile?: (device: Awaited<ReturnType<typeof simulate>>) => Promise<() => void>
}

const IDENTITY = 'ACME,SUPPLY,0,1.0'
const only = (reply: Exclude<Device, (...args: never) => unknown>[string]): Device => ({ '*IDN?': reply })

const CASES: readonly Case[] = [
  { what: 'nothing', verdict: 'sound' },
  { what: 'replies end in CR LF', verdict: 'sound', options: { replyEol: '\r\n' } },
  { what: 'replies come in pieces of one byte', verdict: 'sound', faults: faults.split() },
  {
    what: 'the end of replies comes late, whatever one does',
    verdict: 'sound',
    device: only(sequence(raw(IDENTITY), delay(300, raw('\n')))),
    allowed: { silence: 900 },
  },
  {
    what: 'it speaks TLS, and is asked without (`tcp://`)',
    verdict: 'closes instead of a reply',
    options: { tls: { key, cert } },
  },
  {
    what: 'it speaks TLS (`tls://`, with `--ca`)',
    verdict: 'sound',
    options: { tls: { key, cert } },
    tls: { ca: cert },
  },
  {
    what: 'its certificate is not trusted (`tls://`)',
    verdict: 'not trusted',
    options: { tls: { key, cert } },
    tls: {},
  },
  { what: 'it does not speak TLS (`tls://`)', verdict: 'not reached', device: silent(), tls: {} },
  { what: 'a name that nobody knows', verdict: 'unknown name', host: 'nowhere.invalid' },
  { what: 'nothing listens (`refuse`)', verdict: 'refused', faults: faults.refuse() },
  { what: 'it is rebooted (`reboot`)', verdict: 'refused', faults: faults.reboot(600_000) },
  {
    what: 'another client has it (`single-client`)',
    verdict: 'hangs up at once',
    faults: faults.singleClient(),
    async meanwhile(device) {
      const other = connect(device.port, device.host).on('error', () => undefined)
      await device.connected()
      return () => other.destroy()
    },
  },
  { what: 'it hangs up (`drop-after 0`)', verdict: 'hangs up at once', faults: faults.dropAfter(0) },
  { what: 'it resets each connection (`reset 0`)', verdict: 'hangs up at once', faults: faults.reset({ after: 0 }) },
  { what: 'it says nothing', verdict: 'silent', device: silent() },
  { what: 'requests are swallowed (`silence`)', verdict: 'silent', faults: faults.silence() },
  { what: 'it does not read (`stall`)', verdict: 'silent', faults: faults.stall() },
  { what: 'it is there, but dead (`half-open`)', verdict: 'silent', faults: faults.halfOpen() },
  { what: 'it does not know the question', verdict: 'silent', device: { 'READ?': '1' } },
  { what: 'it closes instead of a reply (`close`)', verdict: 'closes instead of a reply', faults: faults.close() },
  {
    what: 'it closes at each third request (`close every=3`)',
    verdict: 'closes instead of a reply',
    faults: faults.close({ every: 3 }),
  },
  {
    what: 'it closes within a reply (`drop-after 10`)',
    verdict: 'closes within a reply',
    faults: faults.dropAfter(10),
  },
  { what: 'it resets instead of a reply (`reset`)', verdict: 'resets the connection', faults: faults.reset() },
  {
    what: 'it resets within a reply (`reset 10`)',
    verdict: 'resets the connection',
    faults: faults.reset({ after: 10 }),
  },
  { what: 'other bytes instead of replies (`garbage`)', verdict: 'garbage', faults: faults.garbage() },
  {
    what: 'other bytes before replies (`garbage where=before`)',
    verdict: 'noise',
    faults: faults.garbage({ where: 'before' }),
  },
  { what: 'replies come twice (`twice`)', verdict: 'answers twice', faults: faults.twice() },
  {
    what: 'each second request is swallowed (`silence every=2`)',
    verdict: 'loses requests',
    faults: faults.silence({ every: 2 }),
  },
  {
    what: 'it sends lines unasked',
    verdict: 'talkative',
    async meanwhile(device) {
      const timer = setInterval(() => device.send('1.25'), 20)
      return () => clearInterval(timer)
    },
  },
  { what: 'it returns what it is sent', verdict: 'mirror', device: echo() },
  { what: 'it is a web server', verdict: 'another protocol', device: { '*': raw('HTTP/1.1 400 Bad Request\r\n\r\n') } },
  { what: 'it is a port for SSH', verdict: 'another protocol', faults: faults.banner('SSH-2.0-OpenSSH_9.2') },
  { what: 'it greets with a line (`banner`)', verdict: 'banner', faults: faults.banner('Welcome') },
  { what: 'it offers Telnet options (`telnet`)', verdict: 'telnet', faults: faults.telnet() },
  {
    what: 'a port for Telnet: options, a greeting, a prompt, an echo',
    verdict: 'telnet',
    link: { eol: '\r\n> ', writeEol: '\n' },
    options: { replyEol: '\r\n' },
    faults: [faults.telnet(), faults.banner('Welcome'), faults.prompt(), faults.echo()],
  },
  { what: 'it repeats requests (`echo`)', verdict: 'echo', faults: faults.echo() },
  {
    what: 'a prompt behind each reply (`prompt`)',
    verdict: 'prompt',
    link: { eol: '\n> ', writeEol: '\n' },
    faults: faults.prompt(),
  },
  {
    what: 'requests end with CR',
    verdict: 'end of requests',
    link: { eol: '\r', writeEol: '\r' },
    options: { eol: '\r' },
  },
  { what: 'requests end with CR LF', verdict: 'end of requests', link: { writeEol: '\r\n' }, options: { eol: '\r\n' } },
  {
    what: 'requests end with CR, replies with CR LF',
    verdict: 'end of requests',
    link: { writeEol: '\r' },
    options: { eol: '\r', replyEol: '\r\n' },
  },
  {
    what: 'requests end with LF, replies with CR',
    verdict: 'end of replies',
    link: { eol: '\r', writeEol: '\n' },
    options: { eol: '\n', replyEol: '\r' },
  },
  {
    what: 'replies end with LF CR: a CR is left over',
    verdict: 'left over',
    link: { eol: '\n\r', writeEol: '\n' },
    options: { replyEol: '\n\r' },
  },
  { what: 'replies end with nothing', verdict: 'no end', link: { writeEol: '\n' }, device: only(raw(IDENTITY)) },
  {
    what: 'replies are in Latin-1',
    verdict: 'encoding',
    link: { encoding: 'latin1' },
    device: only('ACME,OVEN 300\u00b0C,0,1.0'),
    options: { encoding: 'latin1' },
  },
  {
    what: 'replies come after 700 ms (`delay 700ms`)',
    verdict: 'slow',
    faults: faults.delay(700),
    allowed: { timeout: 10_000 },
  },
  { what: 'it serves one client (`single-client`)', verdict: 'one client', faults: faults.singleClient() },
  {
    what: 'a request that comes at once is lost (`hasty 400ms`)',
    verdict: 'too fast',
    link: { pacing: 50 },
    faults: faults.hasty(400),
    allowed: { silence: 600 },
  },
  {
    what: 'the same, with `--stress`',
    verdict: 'too fast',
    link: { pacing: 500 },
    faults: faults.hasty(400),
    allowed: { silence: 600, timeout: 800, stress: true },
  },
  {
    what: 'the end of replies waits for an acknowledgement (`late-end 300ms`)',
    verdict: 'delayed acknowledgement',
    faults: faults.lateEnd(300),
    allowed: { silence: 900 },
  },
  {
    what: 'it hangs up on who says nothing (`idle 3s`)',
    verdict: 'hangs up when idle',
    faults: faults.idle(3000),
    allowed: { idle: 60_000 },
  },
]

async function examined({ device = scope(), options, faults = [], allowed, host, tls, meanwhile }: Case) {
  await using instrument = await simulate(device, { ...options, faults })
  const stop = await meanwhile?.(instrument)
  const patient = new Patient(
    { host: host ?? instrument.host, tls, query: '*IDN?', patience: ALLOWED.patience },
    new AbortController().signal,
  )
  const examination = await examine(patient, { ...ALLOWED, port: instrument.port, ...allowed }, QUIET)
  stop?.()
  return { ...examination, requests: instrument.requests }
}

let outcomes: Awaited<ReturnType<typeof examined>>[]
beforeAll(async () => {
  outcomes = await Promise.all(CASES.map(examined)) // side by side: they wait for most of their time
})

test.each(CASES.map((each, i) => [each.what, i, each] as const))('%s', (_what, i, each) => {
  const { verdict: said, requests, entries } = outcomes[i] ?? expect.unreachable()
  const seen = JSON.stringify(entries.map(({ name, found }) => [name, found]))
  expect(said.cause, seen).toBe(each.verdict)
  if (each.link !== undefined) expect(said.profile.link, seen).toEqual(each.link)
  if (each.tls !== undefined) return // a handshake is what the user has allowed
  // `*IDN?` and what is left of other ends of line, and nothing else
  expect(requests.filter((request) => !/^[\r\n]?(\*IDN\?[\r\n]{0,2})*$/.test(request))).toEqual([])
})

const row = (...cells: readonly string[]) => `| ${cells.join(' | ')} |`
const cell = (text: string) => text.replaceAll('|', '\\|')

test('the table of the docs', async () => {
  const rows = CASES.map(({ what }, i) => {
    const { verdict: said } = outcomes[i] ?? expect.unreachable()
    const { link = {}, greeting, call, reconnect } = said.profile
    const settings = [
      ...(Object.keys(link).length > 0 ? [`\`${JSON.stringify(shown(link))}\``] : []),
      ...(greeting ? [greetingWords(greeting)] : []),
      ...(call === undefined ? [] : [CALLS[call]]),
      ...(reconnect ? ['`reconnect`'] : []),
    ]
    return row(cell(what), said.cause, cell(settings.join('; ')), String(CODES[said.gravity]))
  })
  const known = new Set(CASES.map(({ verdict: cause }) => cause))
  const page = `# What the doctor says

Each fault and dialect that [the simulator](../packages/sim) can play, and what \`sockio doctor\` makes of it. This page is
written by the test that tries them all. The verdict is the most serious of what was found;
[Why does it not answer?](guides/why-no-answer.md) tells how to use it.

${[row('what is wrong', 'verdict', 'what to set', 'exit code'), row('---', '---', '---', '---'), ...rows].join('\n')}

The simulator can't play these: ${Object.keys(causes)
    .filter((cause) => !known.has(cause as Cause))
    .map((cause) => `${cause} (exit code ${CODES[causes[cause as Cause]]})`)
    .join(', ')}.
`
  await expect(page).toMatchFileSnapshot('../../../docs/what-the-doctor-says.md')
})

const CALLS = {
  echoed: 'two lines for each request',
  within: 'what is behind the echo',
  unended: '`{ idle: 100 }`',
} as const

function greetingWords(greeting: Greeting): string {
  if ('until' in greeting) return `a hook that reads up to \`${JSON.stringify(greeting.until).slice(1, -1)}\``
  return 'exactly' in greeting ? `a hook that reads ${greeting.exactly} bytes` : 'a hook that reads a line'
}

/** Without figures that another machine would measure otherwise. */
function shown(link: object): object {
  return Object.fromEntries(
    Object.entries(link).map(([name, value]) => [name, name === 'timeout' || name === 'settle' ? '...' : value]),
  )
}

const knocked = (port: number, code?: string) => ({ port, open: code === undefined, code, message: code, ms: 1 })
const NAMED = { addresses: ['10.0.0.7'], code: undefined }

test.each<readonly [what: string, allowed: Partial<Allowed>, chart: Chart, cause: Cause, says: RegExp]>([
  [
    'nothing comes back from any port',
    {},
    { name: NAMED, port: { knocks: [5025, 5555, 9221].map((port) => knocked(port, 'ETIMEDOUT')), port: undefined } },
    'no answer',
    /firewall/,
  ],
  [
    'only HiSLIP and VXI-11 are open',
    {},
    { name: NAMED, port: { knocks: [knocked(5025, 'ECONNREFUSED'), knocked(4880), knocked(111)], port: undefined } },
    'another protocol',
    /^4880, HiSLIP; 111, VXI-11.+ raw socket$/,
  ],
  [
    'the port that was named is shut, and another open',
    { port: 5026 },
    { name: NAMED, port: { knocks: [knocked(5026, 'ECONNREFUSED'), knocked(5025)], port: undefined } },
    'refused',
    /Open is 5025, SCPI/,
  ],
  [
    'the port that was named is that of HiSLIP, and a raw one is open',
    { port: 4880 },
    { name: NAMED, port: { knocks: [knocked(4880), knocked(5025)], port: undefined } },
    'another protocol',
    /^4880, HiSLIP: .+ raw socket\. Open is 5025, SCPI/,
  ],
  [
    'no route',
    {},
    { name: NAMED, port: { knocks: [knocked(5025, 'EHOSTUNREACH')], port: undefined } },
    'not reached',
    /EHOSTUNREACH/,
  ],
])('by what was found: %s', (_what, allowed, chart, cause, says) => {
  const said = verdict({ ...ALLOWED, ...allowed }, chart)
  expect(said.cause).toBe(cause)
  expect(said.readings[0]?.says).toMatch(says)
})

const times = (...first: readonly number[]) => ({ first, last: first, late: first.map(() => 0), lost: false })
test.each<readonly [what: string, chart: Chart, cause: Cause]>([
  ['fast', { pace: times(1, 2, 400) }, 'sound'],
  ['slow', { pace: times(900, 800, 2000) }, 'slow'],
  ['slow once', { pace: times(1, 2000, 2) }, 'sound'],
  [
    'an end that comes at once when it is pushed',
    { pace: { ...times(41, 42, 43), late: [40, 40, 41] }, acknowledgement: { pushed: [1, 0.5, 30] } },
    'delayed acknowledgement',
  ],
  [
    'an end that comes late all the same',
    { pace: { ...times(41, 42, 43), late: [40, 40, 41] }, acknowledgement: { pushed: [38, 40, 1] } },
    'sound',
  ],
  ['a push that never was', { pace: { ...times(41), late: [40] }, acknowledgement: { pushed: [] } }, 'sound'],
  [
    'a second client that waits',
    { 'second client': { second: 'unanswered', first: 'stays', after: undefined } },
    'one client',
  ],
  [
    'a second client that takes over',
    { 'second client': { second: 'answered', first: 'closed', after: undefined } },
    'one client',
  ],
  ['pauses of any length', { stress: { pacing: undefined, tried: [0, 500] } }, 'loses requests'],
  ['no pause', { stress: { pacing: 0, tried: [0] } }, 'sound'],
])('by what was measured: %s', (_what, chart, cause) => {
  expect(verdict(ALLOWED, chart).cause).toBe(cause)
})

test('not a byte goes out but the question and ends of line, whatever comes', async () => {
  for (const says of ['', '\xff\xfb\x01\xff\xfd\x18login: ', 'ready\n']) {
    let heard = ''
    const server = createServer((socket) => {
      socket.on('error', () => undefined)
      socket.write(says, 'latin1')
      socket.on('data', (bytes) => {
        heard += bytes.toString('latin1')
      })
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const { port } = server.address() as AddressInfo
    const allowed = { ...ALLOWED, timeout: 100, silence: 50, idle: 50, stress: true, port }
    const patient = new Patient(
      { host: '127.0.0.1', tls: undefined, query: 'READ', patience: 5000 },
      new AbortController().signal,
    )
    await examine(patient, { ...allowed, query: 'READ' }, QUIET)
    expect(heard).toBe('READ\nREAD\rREAD\r\n')
    await new Promise((resolve) => server.close(resolve))
  }
})

test('a name is looked up by a process of its own, which an abort ends', async () => {
  const aborting = new AbortController()
  const { addresses = [] } = await lookUp('localhost', 60_000, aborting.signal)
  expect(addresses.filter((address) => address !== '127.0.0.1' && address !== '::1')).toEqual([])
  expect(addresses.length).toBeGreaterThan(0)
  const outcome = lookUp('nowhere.invalid', 60_000, aborting.signal)
  aborting.abort(new Error('enough'))
  await expect(outcome).rejects.toThrow('enough')
  await expect(lookUp('localhost', 1, aborting.signal)).rejects.toThrow('enough')
})
