/** `sockio stream`: formats, ends, files, losses. */
import { once } from 'node:events'
import { readFile, writeFile } from 'node:fs/promises'
import { type AddressInfo, connect, createServer } from 'node:net'
import { until } from '@sockio/conformance'
import { type Device, delay, faults, raw, simulate, stream } from '@sockio/sim'
import { describe, expect, test } from 'vitest'
import { cert, key } from '../../internal/conformance/src/peers/certificate.ts'
import { folder } from './folder.ts'
import { inProcess } from './in-process.ts'
import { Run } from './sockio.ts'
import { hasTerminal, Terminal } from './terminal.ts'

/** `START` sends the lines that it is made with, 5 ms apart, and then nothing. */
function instrument(lines: readonly string[] = ['0', '1', '2', '3', '4']): Device {
  let asked = 0
  return {
    START: stream(lines, { period: 5 }),
    STOP: (_, session) => session.stopStream(),
    ENDLESS: stream((i) => `${i}`, { period: 2 }),
    FAST: stream((i) => `${i}`),
    'N?': () => `${asked++}`,
    'LATE?': delay(60_000, 'late'),
  }
}

const iso = '\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z'
const rows: readonly string[] = ['1.5', '1,2', '-113,"Undefined, header"', 'say "x"', '\x07µ']

const formats: Readonly<Record<string, readonly [format: string, lines: readonly string[], stdout: RegExp]>> = {
  text: ['text', rows, /^1\.5\n1,2\n-113,"Undefined, header"\nsay "x"\n\\x07µ\n$/],
  'CSV: rows stay rows, anything else is one field': [
    'csv',
    rows,
    new RegExp(
      `^time,value\n${iso},1\\.5\n${iso},1,2\n${iso},-113,"Undefined, header"\n${iso},"say ""x"""\n${iso},\\\\x07µ\n$`,
    ),
  ],
  'CSV: a name for each column': [
    'csv',
    ['1,"a,b",3', '4,5,6'],
    new RegExp(`^time,value1,value2,value3\n${iso},1,"a,b",3\n`),
  ],
  'CSV: an empty field at the end': ['csv', ['1,', '2,3'], new RegExp(`^time,value1,value2\n${iso},1,\n`)],
  JSON: [
    'json',
    ['1.5', 'say "x"'],
    new RegExp(`^{"time":"${iso}","line":"1.5"}\n{"time":"${iso}","line":"say \\\\"x\\\\""}\n$`),
  ],
}

test.concurrent.each(Object.entries(formats))('%s', async (_name, [format, lines, stdout]) => {
  await using device = await simulate(instrument(lines))
  const count = String(lines.length)
  const outcome = await inProcess(['stream', device.url, '-s', 'START', '--count', count, '--format', format])
  expect(outcome).toEqual({ code: 0, stderr: '', stdout: expect.stringMatching(stdout) })
})

test('bytes that are no text, in JSON', async () => {
  await using device = await simulate({ GO: raw(Buffer.from('\xff\n', 'latin1')) })
  const { stdout } = await inProcess(['stream', device.url, '-s', 'GO', '-n', '1', '-f', 'json'])
  expect(stdout).toMatch(/"base64":"\/w=="}/)
})

describe('the end', () => {
  test('--count; what --stop says is sent', async () => {
    await using device = await simulate(instrument())
    const outcome = await inProcess([
      'stream',
      device.url,
      '--start',
      'ENDLESS',
      '--stop',
      'STOP',
      '--stop',
      'N?',
      '-n',
      '3',
    ])
    expect(outcome).toEqual({ code: 0, stdout: '0\n1\n2\n', stderr: '' })
    expect(device.requests).toEqual(['ENDLESS', 'STOP', 'N?'])
  })

  test('--duration', async () => {
    await using device = await simulate(instrument())
    const { code, stdout, stderr } = await inProcess([
      'stream',
      device.url,
      '--start',
      'ENDLESS',
      '--duration',
      '100ms',
    ])
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    const lines = stdout.split('\n').slice(0, -1)
    expect(lines).toEqual(lines.map((_, i) => `${i}`)) // as many as had come
  })

  test('--duration is counted from the connection on', async () => {
    // TLS is spoken with nobody until the proxy passes the bytes on, long after the time is up.
    const passed = Promise.withResolvers<void>()
    await using device = await simulate(instrument(), { tls: { key, cert } })
    const proxy = createServer(async (client) => {
      client.on('error', () => undefined)
      const peer = connect(device.port, device.host).on('error', () => undefined)
      await passed.promise
      client.pipe(peer).pipe(client)
    }).listen(0, '127.0.0.1')
    await once(proxy, 'listening')
    const { port } = proxy.address() as AddressInfo
    const args = ['--start', 'ENDLESS', '--duration', '50ms', '--insecure', '--timeout', 'none']
    await using run = new Run(['stream', `tls://127.0.0.1:${port}`, ...args])
    await once(proxy, 'connection')
    setTimeout(passed.resolve, 200) // not a verdict: earlier, the test would only prove less
    expect(await run.end()).toMatchObject({ code: 0, stderr: '' })
    expect(device.requests).toEqual(['ENDLESS'])
    proxy.close()
  })

  test('--silence: 4', async () => {
    await using device = await simulate(instrument(['0']))
    const outcome = await inProcess(['stream', device.url, '--start', 'START', '--silence', '1s'])
    expect(outcome.code).toBe(4)
    expect(outcome.stdout).toMatch(/^(0\n)?$/) // the line may take a second, too
    expect(outcome.stderr).toMatch(/^sockio: nothing for the stream from .+ in 1000 ms/)
  })

  test('the instrument closes, with --no-reconnect', async () => {
    await using device = await simulate({ GO: (_, session) => void setImmediate(() => session.close()) })
    expect((await inProcess(['stream', device.url, '-s', 'GO', '--no-reconnect'])).code).toBe(0)
  })

  test('refused: 3, at once', async () => {
    await using device = await simulate(instrument(), { faults: faults.refuse() })
    expect(await inProcess(['stream', device.url])).toMatchObject({ code: 3, stdout: '' })
  })

  test.each(['SIGINT', 'SIGTERM'] as const)('%s: clean, and everything received is written', async (signal) => {
    await using device = await simulate(instrument())
    await using files = await folder()
    const file = files.path('run.txt')
    await using run = new Run(['stream', device.url, '-s', 'FAST', '--stop', 'STOP', '--output', file])
    // Who interrupts it while it connects gets the exit code of the signal: what starts the lines is part of that.
    await expect.poll(() => readFile(file, 'utf8').catch(() => '')).not.toBe('')
    run.child.kill(signal)
    const { code, stderr } = await run.end()
    expect(code).toBe(0)
    const lines = (await readFile(file, 'utf8')).split('\n')
    expect(stderr).toMatch(
      new RegExp(`^-- ${(lines.length - 1).toLocaleString('en')} lines in [\\d.]+ s, in ${file}\n$`),
    )
    expect(lines.pop()).toBe('')
    expect(lines).toEqual(lines.map((_, i) => `${i}`))
    expect(device.requests).toEqual(['FAST', 'STOP'])
  })

  test('nobody reads the notes any more: the recording goes on', async () => {
    await using device = await simulate(instrument())
    await using run = new Run(['stream', device.url, '--start', 'ENDLESS'])
    await run.says(/^0\n/)
    run.child.stderr.destroy()
    device.disconnect('reset')
    await until('it has connected again', () => device.connections === 2)
    const before = run.stdout.length
    await until('it goes on', () => run.stdout.length > before + 50 || run.child.exitCode !== null)
    run.child.kill('SIGINT')
    expect((await run.end()).code).toBe(0)
  })

  test('nobody reads any more', async () => {
    await using device = await simulate(instrument())
    await using run = new Run(['stream', device.url, '-s', 'FAST'])
    await run.says(/^0\n/)
    run.child.stdout.destroy()
    expect(await run.end()).toMatchObject({ code: 0, stderr: '' })
  })
})

describe('several queries: a column each', () => {
  const device: Device = {
    'V?': '1.5',
    'C?': '0.02',
    'V?;C?': '1.5;0.02',
    'ALL?': '1,2,3',
    'X?;TEXT?': '1,2;"a;b, ""c"""',
    'SET 1;V?': '1.5',
    'ODD?': '1;2',
    'BIN?': raw(Buffer.from('\xff\n', 'latin1')),
  }
  const asked: Readonly<Record<string, readonly [args: readonly string[], stdout: string]>> = {
    text: [['-q', 'V?', '-q', 'C?'], '1.5\t0.02\n'],
    'the name of each': [['-q', 'V?', '-q', 'C?', '-f', 'csv'], 'time,V?,C?\nT,1.5,0.02\n'],
    'one alone has its name too': [['-q', 'V?', '-f', 'csv'], 'time,V?\nT,1.5\n'],
    'asked in one message': [['-q', 'V?;C?', '-f', 'csv'], 'time,V?,C?\nT,1.5,0.02\n'],
    'behind a command': [['-q', 'SET 1;V?', '-f', 'csv'], 'time,V?\nT,1.5\n'],
    'values with commas between': [
      ['-q', 'ALL?', '-q', 'V?', '-f', 'csv'],
      'time,ALL? 1,ALL? 2,ALL? 3,V?\nT,1,2,3,1.5\n',
    ],
    'texts in quotes': [['-q', 'X?;TEXT?', '-f', 'csv'], 'time,X? 1,X? 2,TEXT?\nT,1,2,"a;b, ""c"""\n'],
    'more values than were asked for': [['-q', 'ODD?', '-f', 'csv'], 'time,ODD? 1,ODD? 2\nT,1,2\n'],
    JSON: [
      ['-q', 'V?', '--query', 'BIN?', '--json'],
      '{"time":"T","replies":[{"query":"V?","reply":"1.5"},{"query":"BIN?","base64":"/w=="}]}\n',
    ],
  }
  const timeless = (text: string) => text.replaceAll(new RegExp(iso, 'g'), 'T')

  test.concurrent.each(Object.entries(asked))('%s', async (_name, [args, stdout]) => {
    await using instrument = await simulate(device)
    const outcome = await inProcess(['stream', instrument.url, ...args, '--count', '1'])
    expect({ ...outcome, stdout: timeless(outcome.stdout) }).toEqual({ code: 0, stderr: '', stdout })
  })

  test('a row that differs keeps the columns behind it where they are', async () => {
    const replies = ['1,2', '1', '1,2,3']
    await using instrument = await simulate({ 'A?': () => replies.shift(), 'B?': 'b' })
    const args = ['-q', 'A?', '-q', 'B?', '--every', '0', '-n', '3', '-f', 'csv']
    const { stdout } = await inProcess(['stream', instrument.url, ...args])
    expect(timeless(stdout)).toBe('time,A? 1,A? 2,B?\nT,1,2,b\nT,1,,b\nT,"1,2,3",,b\n')
  })

  test('and a curve each', async () => {
    await using instrument = await simulate({ 'V?': '1.5', 'C?': '0.02' })
    const { stdout } = await inProcess(['plot', instrument.url, '-q', 'V?', '-q', 'C?', '--every', '1ms', '-n', '3'])
    expect(stdout).toMatch(/● V\? +1\.5 .+\n● C\? +0\.02 /)
  })
})

describe('a query, again and again', () => {
  test('at its pace', async () => {
    await using device = await simulate(instrument())
    const began = performance.now()
    const outcome = await inProcess(['stream', device.url, '--query', 'N?', '--every', '50ms', '--count', '4'])
    expect(outcome).toEqual({ code: 0, stdout: '0\n1\n2\n3\n', stderr: '' })
    expect(performance.now() - began).toBeGreaterThan(140) // three pauses
  })

  test('as fast as it goes', async () => {
    await using device = await simulate(instrument())
    const outcome = await inProcess(['stream', device.url, '--query', 'N?', '--every', '0', '--count', '3'])
    expect(outcome).toEqual({ code: 0, stdout: '0\n1\n2\n', stderr: '' })
  })

  test('a failure is told of, and the next turn comes', async () => {
    await using device = await simulate(instrument(), { faults: faults.close({ match: 'N?', times: 1 }) })
    const outcome = await inProcess(['stream', device.url, '-q', 'N?', '--every', '10ms', '-n', '1'])
    expect(outcome).toMatchObject({ code: 0, stdout: '0\n' })
    expect(outcome.stderr).toMatch(/^-- .+ closed the connection \(.+\) before "N\?\\n" was done/m)
  })

  test('unless --no-reconnect makes it the end', async () => {
    await using device = await simulate(instrument(), { faults: faults.close() })
    expect((await inProcess(['stream', device.url, '-q', 'N?', '--no-reconnect'])).code).toBe(5)
  })
})

test('a reboot: told of, and the stream goes on with what --start says', async () => {
  await using device = await simulate(instrument())
  await using run = new Run(['stream', device.url, '--start', 'ENDLESS'])
  await run.says(/0\n1\n2\n/)
  await device.reboot(200)
  await run.says(/-- connection lost: read ECONNRESET\n-- connected again\n/)
  await run.says(/\n0\n1\n2\n/)
  run.child.kill('SIGINT')
  expect((await run.end()).code).toBe(0)
})

describe('files', () => {
  test('one that exists is not overwritten; --append adds to it', async () => {
    await using device = await simulate(instrument())
    await using files = await folder()
    const file = files.path('run.txt')
    await writeFile(file, 'before\n')
    const args = ['stream', device.url, '--start', 'START', '--count', '2', '--output', file]
    const refused = await inProcess(args)
    expect(refused).toEqual({ code: 1, stdout: '', stderr: `sockio: ${file} exists: --append adds to it\n` })
    expect((await inProcess([...args, '--append'])).code).toBe(0)
    expect(await readFile(file, 'utf8')).toBe('before\n0\n1\n')
  })

  test('one that can not be written', async () => {
    const { code, stderr } = await inProcess(['stream', 'localhost:1', '-o', '/dev/null/run.txt'])
    expect(code).toBe(1)
    expect(stderr).toMatch(/^sockio: ENOTDIR: .+\n$/)
  })

  test.skipIf(process.platform !== 'linux')('a disk that is full', async () => {
    await using device = await simulate(instrument())
    const { code, stderr } = await inProcess(['stream', device.url, '-s', 'FAST', '-o', '/dev/full', '--append'])
    expect(code).toBe(1)
    expect(stderr).toMatch(/ENOSPC/)
  })

  test.skipIf(!hasTerminal)('a line of progress, where somebody looks', async () => {
    await using device = await simulate(instrument())
    await using files = await folder()
    await using terminal = new Terminal(['stream', device.url, '-s', 'ENDLESS', '-o', files.path('x'), '-d', '3s'])
    await terminal.shows(/[\d,]+ lines {2}[\d.]+\/s {2}[\d.]+ s {2}\d+/)
    await terminal.shows(/-- [\d,]+ lines in [\d.]+ s/)
    expect(await terminal.end()).toBe(0)
  })
})
