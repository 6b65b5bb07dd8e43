/** `sockio query`, as a child process against simulated instruments: what goes in, what comes out, and the exit code. */
import { execFile } from 'node:child_process'
import { readFile, writeFile } from 'node:fs/promises'
import { promisify } from 'node:util'
import { block, type Device, delay, faults, raw, type SimulateOptions, simulate } from '@sockio/sim'
import { describe, expect, test } from 'vitest'
import { cert, key } from '../../internal/conformance/src/peers/certificate.ts'
import { folder } from './folder.ts'
import { inProcess } from './in-process.ts'
import { bin, env, type Outcome, Run, sockio } from './sockio.ts'
import { hasTerminal, Terminal } from './terminal.ts'

const binary = Buffer.from('\x1b[31m\x07\xff\0\r', 'latin1')
const device: Device = {
  'A?': 'one',
  'B?': 'two',
  'LINES?': ['1', '2'],
  'BLOCK?': block(Buffer.from('a\nb\x1b[2J')),
  'INDEFINITE?': block(binary, { indefinite: true }),
  'ADDRESS?': '#01',
  'EMPTY?': '',
  'TEXT?': 'µ "quoted" C:\\Data\ttab',
  'BINARY?': raw(Buffer.concat([binary, Buffer.from('\n')])),
  'BIDI?': 'a\u202eb\u200bc',
  'DEGREES?': raw(Buffer.from('5 °\n', 'latin1')),
  'CRLF?': raw('one\r\n'),
  'LATE?': delay(60_000, 'late'),
  'HALF?': raw('half'),
  READ: 'read',
  '#01?': 'analog in',
  'C1?': 'a\u009b31m\u007f\u2028\u{e0041}b',
}

interface Case {
  readonly args: readonly string[]
  readonly stdin?: string | Buffer
  readonly options?: SimulateOptions
  readonly expected: Partial<{ readonly [K in keyof Outcome]: Outcome[K] | RegExp }>
}

const cases: Readonly<Record<string, Case>> = {
  'one command': { args: ['A?'], expected: { code: 0, stdout: 'one\n', stderr: '' } },
  'several: a line each, in order': { args: ['A?', 'B?', 'A?'], expected: { stdout: 'one\ntwo\none\n' } },
  'those without a question mark have no reply': { args: ['SET 1', 'A?'], expected: { stdout: 'one\n' } },
  'unless --reply always': { args: ['READ', 'A?', '--reply', 'always'], expected: { stdout: 'read\none\n' } },
  '--reply never': { args: ['A?', '--reply', 'never'], expected: { code: 0, stdout: '', stderr: '' } },
  'a question mark in quotes asks nothing': { args: ['DISP "?"', 'A?'], expected: { code: 0, stdout: 'one\n' } },
  'replies of several lines': { args: ['LINES?', '--lines', '2'], expected: { stdout: '1\n2\n' } },
  'and what was not asked for is told': {
    args: ['LINES?', 'A?'],
    expected: { stdout: '1\none\n', stderr: '-- unasked: 2\n' },
  },
  'an empty reply is an empty line': { args: ['EMPTY?', 'A?'], expected: { stdout: '\none\n' } },
  'commands from stdin': { args: [], stdin: 'A?\n\nB?\r\n  \nA?', expected: { code: 0, stdout: 'one\ntwo\none\n' } },
  'remarks and a byte order mark are not sent': {
    args: [],
    stdin: '\ufeff# first\nA?\n#\n  # and\n#!/bin/sh\n#comment?\nB?\n',
    expected: { code: 0, stdout: 'one\ntwo\n', stderr: '' },
  },
  'but commands that begin with the same sign': { args: [], stdin: '#01?\n', expected: { stdout: 'analog in\n' } },
  'what is no UTF-8 is not sent as something else': {
    args: [],
    stdin: Buffer.from('# gr\xf6\xdfer\nA?\nB \xb0?\nA?\n', 'latin1'),
    expected: { code: 2, stdout: 'one\n', stderr: /^sockio: "B \ufffd\?": what stdin has there is no UTF-8/ },
  },
  'nothing from stdin': { args: [], stdin: '', expected: { code: 0, stdout: '', stderr: '' } },
  'text is printed as it is': { args: ['TEXT?'], expected: { stdout: 'µ "quoted" C:\\Data\ttab\n' } },
  'what would steer a terminal is escaped': { args: ['BINARY?'], expected: { stdout: '\\x1b[31m\\x07\\xff\\0\\r\n' } },
  'and what would turn the direction of writing': { args: ['BIDI?'], expected: { stdout: 'a\\u{202e}b\\u{200b}c\n' } },
  'a block is told of in a few words': {
    args: ['BLOCK?'],
    expected: { stdout: 'block of 7 bytes: 61 0a 62 1b 5b 32 4a\n' },
  },
  'an indefinite one too': {
    args: ['INDEFINITE?'],
    expected: { stdout: /^block of 9 bytes: 1b 5b 33 31 6d 07 ff 00/ },
  },
  'what only looks like one is text': { args: ['ADDRESS?'], expected: { stdout: '#01\n' } },
  '--raw: the bytes of a block, and nothing else': { args: ['BLOCK?', '--raw'], expected: { stdout: 'a\nb\x1b[2J' } },
  '--json': {
    args: ['A?', 'SET 1', 'BLOCK?', 'BINARY?', '--json'],
    expected: {
      code: 0,
      stdout: new RegExp(
        [
          '^{"command":"A\\?","reply":"one","ms":[\\d.]+}',
          '{"command":"SET 1","ms":[\\d.]+}',
          '{"command":"BLOCK\\?","block":"YQpiG1sySg==","ms":[\\d.]+}',
          '{"command":"BINARY\\?","base64":"G1szMW0H/wAN","ms":[\\d.]+}\n$',
        ].join('\n'),
      ),
    },
  },
  '--format json is the same': {
    args: ['A?', '--format', 'json'],
    expected: { stdout: /^{"command":"A\?","reply":"one","ms":[\d.]+}\n$/ },
  },
  'JSON without what would steer a terminal': {
    args: ['C1?', 'BIDI?', '--json'],
    expected: {
      stdout:
        /^{"command":"C1\?","reply":"a\\u009b31m\\u007f\\u2028\\udb40\\udc41b",.+\n.+"reply":"a\\u202eb\\u200bc",.+\n$/,
    },
  },
  '--json: several lines': {
    args: ['LINES?', '--json', '-n', '2'],
    expected: { stdout: /^{"command":"LINES\?","replies":\[{"reply":"1"},{"reply":"2"}\],"ms":[\d.]+}\n$/ },
  },
  '--json: an error is an object, and a line on stderr': {
    args: ['NONE?', 'A?', '--json', '-t', '2s'],
    expected: {
      code: 4,
      stdout: /^{"command":"NONE\?","error":{"code":"SOCKIO_TIMEOUT","message":"no reply to .+"}}\n$/,
      stderr: /^sockio: no reply to "NONE\?\\n" from tcp:\/\/\S+ in 2000 ms; nothing arrived\n$/,
    },
  },
  '--eol crlf': { args: ['CRLF?', '--eol', 'crlf', '--write-eol', 'lf'], expected: { stdout: 'one\n' } },
  '--eol cr': { args: ['A?', '--eol', 'cr'], options: { eol: '\r' }, expected: { stdout: 'one\n' } },
  '--encoding of a reply': { args: ['DEGREES?', '--encoding', 'latin1'], expected: { stdout: '5 °\n' } },
  '--eol of any text': { args: ['A?', '-e', '\\x03;'], options: { eol: '\x03;' }, expected: { stdout: 'one\n' } },
  'CR LF without --eol': { args: ['CRLF?'], expected: { stdout: 'one\n' } },
  'a wrong --eol shows': { args: ['CRLF?', '--eol', 'lf'], expected: { stdout: 'one\\r\n' } },
  'and when it fails, what to try': {
    args: ['A?', '-e', 'crlf', '--write-eol', 'lf', '-t', '5s'],
    expected: { code: 4, stderr: /"one\\n" \(they end in "\\n": try --eol lf\)\n$/ },
  },
  '--banner: lines to leave out': {
    args: ['A?', '--banner', '1'],
    options: { faults: faults.banner('Welcome') },
    expected: { stdout: 'one\n', stderr: '' },
  },
  'no reply in time: 4': {
    args: ['LATE?', '--timeout', '2.5s'],
    expected: { code: 4, stdout: '', stderr: /in 2500 ms/ },
  },
  'it stops at the first failure': { args: ['A?', 'LATE?', 'B?', '-t', '2s'], expected: { code: 4, stdout: 'one\n' } },
  'a lost connection: 5': {
    args: ['A?'],
    options: { faults: faults.reset() },
    expected: { code: 5, stderr: /^sockio: tcp:\/\/\S+ was lost: read ECONNRESET.+\n$/ },
  },
  'a reply cut short: 5, and what there was': {
    args: ['HALF?'],
    options: { faults: faults.dropAfter(4) },
    expected: { code: 5, stdout: '', stderr: /closed the connection .+ 4 bytes arrived .+"half"/ },
  },
  'a peer that is there, but dead: 4': {
    args: ['A?', '-t', '2s'],
    options: { faults: faults.halfOpen() },
    expected: { code: 4, stderr: /^sockio: no reply to "A\?\\n".+ in 2000 ms; nothing arrived\n$/ },
  },
  'refused: 3': { args: ['A?'], options: { faults: faults.refuse() }, expected: { code: 3, stderr: /ECONNREFUSED/ } },
}

test.concurrent.each(Object.entries(cases))('%s', async (_name, { args, stdin, options, expected }) => {
  await using instrument = await simulate(device, options)
  const timeout = args.some((arg) => arg === '-t' || arg === '--timeout') ? [] : ['--timeout', '60s'] // none is to pass
  const whole = ['query', `${instrument.host}:${instrument.port}`, ...args, ...timeout]
  const outcome = await (stdin === undefined ? inProcess(whole) : sockio(whole, stdin))
  expect(outcome).toMatchObject(
    Object.fromEntries(
      Object.entries(expected).map(([key, value]) => [
        key,
        value instanceof RegExp ? expect.stringMatching(value) : value,
      ]),
    ),
  )
})

test('a host alone: port 5025', async () => {
  // An address of this machine where nothing listens; elsewhere than on Linux, one that it does not have.
  const { code, stderr } = await inProcess(['query', '127.94.3.8', '*IDN?'])
  expect(code).toBe(3)
  expect(stderr).toContain('tcp://127.94.3.8:5025')
})

describe('-o', () => {
  test('the replies are in the file; one that exists is not overwritten', async () => {
    await using instrument = await simulate(device)
    await using files = await folder()
    const file = files.path('wave.bin')
    const args = ['query', instrument.url, 'BLOCK?', '--raw', '-o', file]
    expect(await sockio(args)).toEqual({ code: 0, stdout: '', stderr: '' })
    expect(await readFile(file, 'latin1')).toBe('a\nb\x1b[2J')
    expect(await sockio(args)).toEqual({ code: 1, stdout: '', stderr: `sockio: ${file} exists: --append adds to it\n` })
    expect(await sockio(['query', instrument.url, 'A?', '--append', '-o', file])).toMatchObject({ code: 0 })
    expect(await readFile(file, 'latin1')).toBe('a\nb\x1b[2Jone\n')
    expect(instrument.requests).toEqual(['BLOCK?', 'A?']) // nothing is asked that can't be kept
  })

  test.each(['query', 'stream'])('%s: a failure leaves no empty file', async (command) => {
    await using instrument = await simulate(device, { faults: faults.refuse() })
    await using files = await folder()
    const file = files.path('run.txt')
    const more = command === 'query' ? ['A?'] : []
    expect(await sockio([command, instrument.url, ...more, '-o', file])).toMatchObject({ code: 3, stdout: '' })
    await expect(readFile(file)).rejects.toThrow('ENOENT')
  })
})

test.skipIf(!hasTerminal)(
  'binary data does not go to a terminal: how much there was, and where it may go',
  async () => {
    await using instrument = await simulate(device)
    await using terminal = new Terminal(['query', instrument.url, 'BLOCK?', 'TEXT?', '--raw'])
    await terminal.shows(/-- 7 bytes of binary data, not for a terminal: -o FILE, or a pipe, takes them\nµ "quoted"/)
    expect(await terminal.end()).toBe(0)
    expect(terminal.raw).not.toContain('\x1b[2J')
  },
)

test('without a command nothing is opened', async () => {
  const outcome = await sockio(['query', 'localhost:1'], '')
  expect(outcome).toEqual({ code: 0, stdout: '', stderr: '' })
})

test('replies come while commands still come', async () => {
  await using instrument = await simulate(device)
  await using run = new Run(['query', instrument.url])
  run.child.stdin.write('A?\n')
  await run.says(/one\n/)
  run.child.stdin.end('B?\n')
  expect(await run.end()).toEqual({ code: 0, stdout: 'one\ntwo\n', stderr: '' })
})

test.each([
  ['SIGINT', 130],
  ['SIGTERM', 143],
  ['SIGHUP', 129],
] as const)('%s ends it, silently, with %i', async (signal, code) => {
  await using instrument = await simulate(device)
  await using run = new Run(['query', instrument.url, 'A?', 'LATE?'])
  await run.says(/one/)
  await instrument.received('LATE?')
  run.child.kill(signal)
  expect(await run.end()).toEqual({ code, stdout: 'one\n', stderr: '' })
})

test('SOCKIO_DEBUG=1 adds to an error where in the program it came from', async () => {
  await using instrument = await simulate(device)
  const told = async (options: NodeJS.ProcessEnv) => {
    const { code, stderr } = await sockio(['query', instrument.url, 'NONE?', '--timeout', '2s'], '', { env: options })
    const [line, ...stack] = stderr.trimEnd().split('\n')
    return [code, line?.startsWith('sockio: no reply'), stack.some((each) => /\bat .*\.js:\d+/.test(each))]
  }
  expect(await told({})).toEqual([4, true, false])
  expect(await told({ SOCKIO_DEBUG: '1' })).toEqual([4, true, true])
})

test('it ends when nobody reads what it prints', async () => {
  await using instrument = await simulate(device)
  await using run = new Run(['query', instrument.url])
  run.child.stdout.destroy()
  run.child.stdin.write('A?\n')
  await instrument.received('A?')
  for (let i = 0; i < 100; i++) run.child.stdin.write('A?\n')
  expect((await run.end()).code).toBe(0)
})

test('TLS: refused with a hint, and trusted by --ca or --insecure', async () => {
  await using instrument = await simulate(device, { tls: { key, cert } })
  await using files = await folder()
  const ca = files.path('ca.pem')
  await writeFile(ca, cert)
  const refused = await sockio(['query', instrument.url, 'A?'])
  expect(refused).toMatchObject({ code: 3, stdout: '' })
  expect(refused.stderr).toMatch(
    /^sockio: .+self-signed certificate \(try --ca FILE with its certificate, or --insecure\)\n$/,
  )
  const trusted = { code: 0, stdout: 'one\n', stderr: '' }
  expect(await sockio(['query', instrument.url, 'A?', '--ca', ca])).toEqual(trusted)
  const insecure = await sockio(['query', instrument.url, 'A?', '--insecure'])
  expect(insecure).toEqual(trusted)
})

test('a host that does not answer: 3', async () => {
  await using instrument = await simulate(device, { faults: faults.halfOpen() }) // TLS is never agreed upon
  const { code, stderr } = await sockio(['query', instrument.url.replace('tcp:', 'tls:'), 'A?', '-t', '0.5s'])
  expect(code).toBe(3)
  const happened = /^sockio: "A\?\\n": no connection to tls:\S+ in 500 ms; nothing of it was sent/
  expect(stderr).toMatch(happened)
  // On a busy machine there may be no TCP connection by then.
  expect(stderr.replace(happened, '')).toMatch(/^(; the TLS handshake is not answered \(does it .+\))?\n$/)
})

test.skipIf(process.platform !== 'linux')('a disk that is full', async () => {
  await using instrument = await simulate(device)
  const command = `"${process.execPath}" "${bin}" query ${instrument.url} 'A?' > /dev/full`
  const failed = await promisify(execFile)('sh', ['-c', command], { env }).catch((error: unknown) => error)
  expect(failed).toMatchObject({ code: 1, stderr: 'sockio: stdout: ENOSPC: no space left on device, write\n' })
})

test('TLS with a peer that speaks none', async () => {
  await using instrument = await simulate(device, { faults: faults.banner('220 ready') })
  const { code, stderr } = await sockio(['query', instrument.url.replace('tcp:', 'tls:'), 'A?'])
  expect(code).toBe(3)
  expect(stderr).toMatch(/^sockio: could not connect to tls:.+ \(it does not speak TLS: try tcp:\/\/\)\n$/)
})
