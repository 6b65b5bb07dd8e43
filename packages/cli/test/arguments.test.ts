/** Wrong arguments and help: found before anything is opened, one line, exit code 2. */
import { expect, test } from 'vitest'
import { inProcess } from './in-process.ts'
import { sockio } from './sockio.ts'

const commands = ['query', 'shell', 'stream', 'plot', 'sim', 'bench', 'wire'] as const

const wrong: readonly (readonly [args: readonly string[], says: RegExp])[] = [
  [['query'], /^sockio query: missing required argument 'url'\n$/],
  [['query', 'tls://nowhere', 'A?'], /^sockio: url: expected .+ got "tls:\/\/nowhere" \(the port is missing\)\n$/],
  [['query', '*IDN?'], /^sockio: url: expected host, .+ got "\*IDN\?"\n$/],
  [['query', 'http://host:80', 'A?'], /^sockio: url: expected host, .+ got "http:\/\/host:80"\n$/],
  [['query', 'TCPIP0::host::INSTR', 'A?'], /VXI-11 and HiSLIP/],
  [['query', 'host:70000', 'A?'], /^sockio: port: expected an integer from 1 to 65535, got 70000\n$/],
  [['query', 'host:1', 'A?', '--timeout', 'soon'], /'soon' is invalid\. Expected a time such as 500ms, 2s/],
  [['query', 'host:1', 'A?', '--timeout', '99999999h'], /Expected a time/],
  [['query', 'host:1', 'A?', '--eol', ''], /Expected lf, crlf, cr, or text/],
  [['query', 'host:1', 'A?', '--lines', '0'], /Expected an integer of at least 1/],
  [['query', 'host:1', 'A?', '--reply', 'perhaps'], /Allowed choices are auto, always, never/],
  [['query', 'host:1', 'A?', '--json', '--raw'], /'--raw' cannot be used with option '-f, --format <name>'/],
  [['query', 'host:1', 'A?', '--format', 'json', '--raw'], /cannot be used with option/],
  [
    ['query', 'host:1', 'A?', '-t', '1s', '--timeout', '2s'],
    /^sockio query: option '-t, --timeout <time>' is given twice\n$/,
  ],
  [['stream', 'host:1', '--every', '1s', '--every', '2s'], /'--every <time>' is given twice/],
  [['stream', 'host:1', '--no-reconnect', '--no-reconnect'], /'--no-reconnect' is given twice/],
  [['plot', 'host:1', '--web', '--web'], /'--web' is given twice/],
  [['bench', 'host:1', '-n', '1', '-n', '2'], /is given twice/],
  [['sim', '--port', '1', '-p', '2'], /is given twice/],
  [['wire', 'host:1', '--most', '1', '--most', '2'], /is given twice/],
  [['watch', 'host:1', '--format', 'text', '--json'], /^sockio: --json, or --format text\?\n$/],
  [['watch', 'host:1', '--format', 'json', '--web'], /cannot be used with/],
  [['doctor', 'host:1', '--format', 'text', '--json'], /^sockio: --json, or --format text\?\n$/],
  [['stream', 'host:1', '--format', 'csv', '--json'], /^sockio: --json, or --format csv\?\n$/],
  [['query', 'host:1', 'A?\nB?'], /^sockio: "A\?\\nB\?": an end of line within makes two commands of it\n$/],
  [['query', 'host:1', 'A?;B?', '--eol', ';'], /an end of line within/],
  [['bench', 'host:1', 'A?\rB?'], /an end of line within/],
  [['stream', 'host:1', '--start', 'A\nB'], /an end of line within/],
  [['stream', 'host:1', '--stop', 'A\nB'], /an end of line within/],
  [['plot', 'host:1', '-q', 'A?\nB?'], /an end of line within/],
  [['query', 'host:1', 'A?', '--jsn'], /unknown option '--jsn'\n\(Did you mean --json\?\)/],
  [['query', 'host:1', 'A?', '--ca', 'x.pem'], /^sockio: --ca and --insecure go with tls:\/\/host:port\n$/],
  [['query', 'tls://host:1', 'A?', '--ca', '/nonexistent.pem'], /^sockio: --ca: ENOENT/],
  [['stream', 'host:1', '--count', 'many'], /Expected an integer of at least 1/],
  [['stream', 'host:1', '--format', 'xml'], /Allowed choices are text, json, csv/],
  [['plot', 'host:1', '--window', '5'], /Expected at least 100ms/],
  [['plot', 'host:1', '--web', '--port', '65536'], /Expected an integer from 0 to 65535/],
  [['bench', 'host:1', '--count', '5', '--duration', '1s'], /cannot be used with/],
  [['wire', 'host:1', 'extra'], /too many arguments/],
  [['wire', 'tls://host', '-p', '0'], /the port is missing/],
  [['qury', 'host:1'], /unknown command 'qury'\n\(Did you mean query\?\)/],
]

test.concurrent.each(wrong)('%j', async (args, says) => {
  const { code, stdout, stderr } = await inProcess(args)
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
  expect(stderr).toMatch(says)
  expect(stderr).not.toMatch(/\n\s+at /)
})

test('without anything, the help', async () => {
  const { code, stderr } = await sockio([])
  expect(code).toBe(2)
  for (const name of commands) expect(stderr).toMatch(new RegExp(`^ {2}${name} .+`, 'm'))
})

test.concurrent.each(commands)('%s --help has examples, within 80 columns', async (name) => {
  const { code, stdout, stderr } = await inProcess([name, '--help'])
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  const [usage = '', examples = ''] = stdout.split('\nExamples:\n')
  expect(usage.split('\n').filter((line) => line.length > 80)).toEqual([])
  expect(examples.match(/^ {2}# .+\n {2}\$ .+/gm)?.length).toBeGreaterThan(1)
  expect(examples).toMatch(new RegExp(`sockio ${name}`))
})

test.concurrent.each(['query', 'stream', 'bench', 'doctor', 'watch', 'get', 'hub status'])(
  '%s has --json, and --format json, which is the same',
  async (name) => {
    const { stdout } = await inProcess([...name.split(' '), '--help'])
    expect(stdout).toMatch(/-f, --format <name>.+"text", "json"/)
    expect(stdout).toMatch(/--json +the same as --format json/)
  },
)

test('--version', async () => {
  expect(await sockio(['--version'])).toMatchObject({ code: 0, stdout: '0.0.0\n' })
})
