/** `sockio shell`: by pipes, and at a terminal. */
import { mkdir, readFile, stat, writeFile } from 'node:fs/promises'
import { block, type Device, delay, faults, raw, simulate } from '@sockio/sim'
import { describe, expect, test } from 'vitest'
import { folder } from './folder.ts'
import { Run, sockio } from './sockio.ts'
import { hasTerminal, Terminal } from './terminal.ts'

const device: Device = {
  'A?': 'one',
  'B?': 'two',
  READ: 'read',
  'HELP?': ['first', 'second', 'third'],
  'BLOCK?': block(Buffer.from('\0\n\xff', 'latin1')),
  'ESCAPE?': '\x1b[2Jcleared',
  'CR?': raw('cr\r'),
  'LATE?': delay(60_000, 'late'),
}

describe('without a terminal', () => {
  const piped: Readonly<
    Record<string, readonly [stdin: string, stdout: string, stderr?: string | RegExp, code?: number]>
  > = {
    'commands and replies': ['A?\nB?\n', 'one\ntwo\n'],
    'replies of several lines': ['HELP?\nA?\n', 'first\nsecond\nthird\none\n'],
    'blocks in a few words': ['BLOCK?\nA?\n', 'block of 3 bytes: 00 0a ff\none\n'],
    'nothing that steers a terminal': ['ESCAPE?\n', '\\x1b[2Jcleared\n'],
    'commands without a question mark': ['SET 1\nA?\n', 'one\n'],
    'remarks, and what is none': ['# A?\n#\nA?\n', 'one\n'],
    '.reply always': ['.reply always\nREAD\n', 'read\n', '-- replies are read: always\n'],
    '.eol': ['.eol cr\n.eol\n.timeout 500\nCR?\n', '', /-- the end of line is cr\n-- the end of line is cr\n/, 4],
    '.timing': ['.timing\nA?\n.timing off\nA?\n', 'one\none\n', /^-- timing is on\n-- [\d.]+ ms\n-- timing is off\n$/],
    '.timeout': [
      '.timeout 500\nNONE?\nA?\n',
      '',
      /the timeout is 500 ms\nsockio: no reply to "NONE\?\\n".+ in 500 ms/,
      4,
    ],
    '.timeout of a fraction': ['.timeout 1.1s\n', '', '-- the timeout is 1100 ms\n'],
    '.help': ['.help\n', '', /\.timing \[on \| off\] +how long each reply took\n/],
    '.exit': ['.exit\nA?\n', ''],
    'what is no command of the shell': ['.foo\nA?\n', '', /^sockio: \.foo is none of \.help, \.timing/, 1],
    'a wrong argument of one': ['.eol\n.timeout soon\n', '', /sockio: \.timeout: Expected a time/, 1],
    'nothing to save': ['.save x\n', '', 'sockio: there is no reply to save yet\n', 1],
  }
  test.concurrent.each(Object.entries(piped))('%s', async (_name, [stdin, stdout, stderr = '', code = 0]) => {
    await using instrument = await simulate(device)
    const outcome = await sockio(['shell', instrument.url, '--timeout', '60s'], stdin)
    expect({ code: outcome.code, stdout: outcome.stdout }).toEqual({ code, stdout })
    expect(outcome.stderr).toMatch(stderr)
  })

  test('.save: the payload of a block, a line with its end; and no file is overwritten', async () => {
    await using instrument = await simulate(device)
    await using files = await folder()
    const [wave, line] = [files.path('wave.bin'), files.path('line.txt')]
    const first = await sockio(
      ['shell', instrument.url, '--timeout', '60s'],
      `BLOCK?\n.save ${wave}\nA?\n.save ${line}\n`,
    )
    expect(first).toMatchObject({ code: 0, stderr: `-- 3 bytes are in ${wave}\n-- 4 bytes are in ${line}\n` })
    expect(await readFile(wave, 'latin1')).toBe('\0\n\xff')
    expect(await readFile(line, 'utf8')).toBe('one\n')
    const second = await sockio(['shell', instrument.url, '--timeout', '60s'], `A?\n.save ${wave}\n`)
    expect(second.code).toBe(1)
    expect(second.stderr).toMatch(/EEXIST/)
    expect(await readFile(wave, 'latin1')).toBe('\0\n\xff')
  })

  test('what waits long because somebody wants it to is warned of by nobody', async () => {
    await using instrument = await simulate({ 'SLOW?': delay(2500, 'slow'), LATER: delay(2500, 'tick') })
    // A hundred times as fast: ten seconds without a limit are over when the library looks first, after one.
    const clock = 'const now = performance.now.bind(performance); performance.now = () => 100 * now()'
    const fast = { env: { NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(clock)}` } }
    const patient = sockio(['query', instrument.url, 'SLOW?', '--timeout', 'none'], '', fast)
    await using run = new Run(['shell', instrument.url, '--timeout', 'none'], fast)
    run.child.stdin.write('LATER\n')
    await run.says(/^< tick\n/)
    run.child.stdin.end('SLOW?\n')
    expect(await run.end()).toEqual({ code: 0, stdout: '< tick\nslow\n', stderr: '' })
    expect(await patient).toEqual({ code: 0, stdout: 'slow\n', stderr: '' })
  })

  test('refused: 3', async () => {
    await using instrument = await simulate(device, { faults: faults.refuse() })
    expect(await sockio(['shell', instrument.url], 'A?\n')).toMatchObject({ code: 3, stdout: '' })
  })

  test('SIGTERM ends it', async () => {
    await using instrument = await simulate(device)
    await using run = new Run(['shell', instrument.url])
    await instrument.connected()
    run.child.stdin.write('A?\n')
    await run.says(/one/)
    run.child.kill('SIGTERM')
    expect((await run.end()).code).toBe(143)
  })
})

describe.skipIf(!hasTerminal)('at a terminal', () => {
  test('a prompt, replies, completion, and Ctrl-D', async () => {
    await using instrument = await simulate(device)
    await using terminal = new Terminal(['shell', instrument.url, '--timeout', '60s'])
    await terminal.shows(/connected to .+\n127\.0\.0\.1:\d+> /)
    terminal.type('A?\r')
    await terminal.shows(/A\?\none\n127\.0\.0\.1:\d+> /)
    // Key by key: what comes at once was pasted, and a tab in it is a tab.
    const completed: readonly (readonly [begun: string, rest: RegExp])[] = [
      ['*id', /\*IDN\?/],
      ['.timi', /ng$/],
      ['a', /A\?/], // typed before
    ]
    for (const [begun, rest] of completed) {
      terminal.type(begun)
      await terminal.shows(new RegExp(`${begun.replace(/[.*]/g, '\\$&')}$`))
      terminal.type('\t')
      await terminal.shows(rest)
      terminal.type('\x15')
      await terminal.shows(/> $/)
    }
    terminal.type('\x04')
    expect(await terminal.end()).toBe(0)
  })

  test('pasted commands stand before their replies', async () => {
    await using instrument = await simulate({ ...device, 'SLOW?': delay(50, 'three') })
    await using terminal = new Terminal(['shell', instrument.url, '--timeout', '60s'])
    await terminal.shows(/> /)
    terminal.type('SLOW?\rA?\r\n# a remark\nHELP?\nB?\r')
    const prompt = '127\\.0\\.0\\.1:\\d+> '
    const told = [
      ['SLOW\\?', 'three'],
      ['A\\?', 'one'],
      ['# a remark'],
      ['HELP\\?', 'first', 'second', 'third'],
      ['B\\?', 'two'],
    ]
    await terminal.shows(new RegExp(told.map((lines) => `${lines.join('\n')}\n${prompt}`).join('')))
  })

  test('Ctrl-C forgets what was pasted behind the command that it gives up', async () => {
    await using instrument = await simulate(device)
    await using terminal = new Terminal(['shell', instrument.url, '--timeout', 'none'])
    await terminal.shows(/> /)
    terminal.type('LATE?\rB?\rB?\r')
    await instrument.received('LATE?')
    terminal.type('\x03')
    await terminal.shows(/-- given up\n127\.0\.0\.1:\d+> /)
    terminal.type('A?\r')
    await terminal.shows(/A\?\none\n/)
    expect(instrument.requests).toEqual(['LATE?', 'A?'])
  })

  test('what to try is told once', async () => {
    await using instrument = await simulate({ '*': raw('one\r') })
    await using terminal = new Terminal(['shell', instrument.url, '--timeout', '500ms'])
    await terminal.shows(/> /)
    terminal.type('A?\rB?\r')
    await terminal.shows(/no reply to "A\?\\n".+\n?.+\(they end in "\\r": try --eol cr\)/)
    await terminal.shows(/no reply to "B\?\\n".+\n?.+"one\\r"\n/)
  })

  test('a reboot is told of, and survived', async () => {
    await using instrument = await simulate(device)
    await using terminal = new Terminal(['shell', instrument.url, '--timeout', '60s'])
    terminal.type('A?\r')
    await terminal.shows(/one\n/)
    await instrument.reboot(300)
    await terminal.shows(/-- connection lost: read ECONNRESET\n/)
    terminal.type('B?\r')
    await terminal.shows(/-- connected again\ntwo\n/)
    expect(instrument.connections).toBe(2)
  })

  test('an error does not end it; Ctrl-C gives up a command, and forgets a line', async () => {
    await using instrument = await simulate(device)
    await using terminal = new Terminal(['shell', instrument.url, '--timeout', '2s'])
    terminal.type('NONE?\r')
    await terminal.shows(/sockio: no reply to "NONE\?\\n"/)
    terminal.type('.timeout none\rLATE?\r')
    await terminal.shows(/there is no timeout/)
    await instrument.received('LATE?')
    terminal.type('\x03')
    await terminal.shows(/-- given up\n/)
    terminal.type('nonsense\x03')
    await terminal.shows(/\^C\n/)
    terminal.type('A?\r')
    await terminal.shows(/> A\?\none\n/)
    terminal.type('.exit\r')
    expect(await terminal.end()).toBe(0)
  })

  test('what comes unasked stands above the prompt', async () => {
    await using instrument = await simulate(device)
    await using terminal = new Terminal(['shell', instrument.url, '--timeout', '60s'])
    await terminal.shows(/> /)
    terminal.type('A')
    await terminal.shows(/A/)
    instrument.send('EVENT 1')
    await terminal.shows(/\n?< EVENT 1\n127\.0\.0\.1:\d+> A/)
    terminal.type('?\r')
    await terminal.shows(/one\n/)
  })

  test('the history is kept in the state folder of the user', async () => {
    await using instrument = await simulate(device)
    await using files = await folder()
    const state = { XDG_STATE_HOME: files.path('state') }
    const file = files.path('state', 'sockio', 'history')
    await mkdir(files.path('state', 'sockio'), { recursive: true })
    await writeFile(file, 'B?\n')
    await using terminal = new Terminal(['shell', instrument.url, '--timeout', '60s'], state)
    await terminal.shows(/> /)
    terminal.type('\x1b[A\r') // up
    await terminal.shows(/two\n/)
    terminal.type(' A?\r')
    await terminal.shows(/one\n/)
    terminal.type('A?\r')
    await terminal.shows(/one\n/)
    terminal.type('\x04')
    await terminal.end()
    expect(await readFile(file, 'utf8')).toBe('B?\nB?\nA?\n')
    expect((await stat(file)).mode & 0o777).toBe(0o600)
  })
})
