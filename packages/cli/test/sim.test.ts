/** `sockio sim`: its configurations, its commands, its ends. */
import { once } from 'node:events'
import { writeFile } from 'node:fs/promises'
import { connect } from 'node:net'
import { simulate } from '@sockio/sim'
import { describe, expect, test } from 'vitest'
import { folder } from './folder.ts'
import { inProcess } from './in-process.ts'
import { Run } from './sockio.ts'
import { hasTerminal, Terminal } from './terminal.ts'

/** Writes a configuration, starts it on a free port, and gives a way to ask it. */
async function started(name: string, config: string, more: readonly string[] = []) {
  const files = await folder()
  const file = files.path(name)
  await writeFile(file, config)
  const run = new Run(['sim', file, '--port', '0', ...more], { cwd: new URL('..', import.meta.url).pathname })
  const [, url = ''] = await run.says(/listening on (tcp:\S+)\n/)
  return {
    run,
    url,
    ask: async (...args: string[]) => (await inProcess(['query', url, ...args])).stdout,
    [Symbol.asyncDispose]: async () => {
      await run[Symbol.asyncDispose]()
      await files[Symbol.asyncDispose]()
    },
  }
}

test('nobody reads its notes any more: it goes on', async () => {
  await using run = new Run(['sim', 'echo', '--port', '0'])
  const [, url = ''] = await run.says(/listening on (tcp:\S+)\n/)
  run.child.stderr.destroy()
  run.child.stdin.write('what\n')
  expect((await inProcess(['query', url, 'on?'])).stdout).toBe('on?\n')
  run.child.stdin.write('whatever\nexit\n')
  expect((await run.end()).code).toBe(0)
})

const supply = `
eol: crlf
scpi:
  idn: ACME,SUPPLY,1,1.0
  settings:
    '[SOURce:]VOLTage': { initial: 1.50, min: 0, max: 30 }
    'OUTPut[:STATe]': { initial: 0, oneOf: [0, 1] }
    MODE: { initial: CV, oneOf: [CV, CC] }
    LABel: nothing
  commands:
    'MEASure:VOLTage?': { around: 1.25, by: 0.01 }
    'MEASure:OUTPut?': { of: VOLTage, gain: 2, noise: 0.001 }
    'MEASure:EXACt?': { of: '[SOURce:]VOLTage' }
    'ALL?': { delay: 10ms, reply: 1.50 }
    'WAVeform?': { block: { hex: 00 0a ff } }
`

const table = JSON.stringify({
  replies: {
    'A?': 'one',
    'LINES?': ['1', '2'],
    'TEXT?': { block: 'a\\x00b' },
    'WAVE?': { block: { size: '5' } },
    'CODED?': { block: { base64: 'gIE=' } },
    'HALF?': { sequence: [{ raw: 'ha' }, { delay: '5', reply: 'lf' }] },
    START: { stream: ['x', 'y'], period: '1' },
    STOP: { stop: 'stream' },
    NOTHING: '',
    '*': 'what?',
  },
})

const configs: Readonly<
  Record<string, readonly [file: string, config: string, args: readonly string[], stdout: RegExp]>
> = {
  'settings, with their bounds': [
    'supply.yaml',
    supply,
    [
      '-e',
      'crlf',
      '*IDN?',
      'VOLT?',
      'VOLT 31',
      'SYST:ERR?',
      'SOUR:VOLT 2.50;VOLT?',
      'VOLT x',
      'SYST:ERR?',
      '*RST',
      'VOLT?',
    ],
    /^ACME,SUPPLY,1,1\.0\n1\.50\n-222,"Data out of range"\n2\.50\n-104,"Data type error"\n1\.50\n$/,
  ],
  'settings of some words': [
    'supply.yml',
    supply,
    ['-e', 'crlf', 'MODE cc', 'MODE?', 'MODE XX', 'SYST:ERR?', 'OUTP 1', 'OUTP?', 'LAB "my own"', 'LAB?'],
    /^CC\n-224,"Illegal parameter value"\n1\nmy own\n$/,
  ],
  'readings that follow settings': [
    'supply.yaml',
    supply,
    ['-e', 'crlf', 'MEAS:EXAC?', 'VOLT 5', 'MEAS:EXAC?', 'MEAS:OUTP?', '*RST', 'MEAS:EXAC?'],
    /^1\.500000E\+0\n5\.000000E\+0\n(9\.999\d+E\+0|1\.0000\d+E\+1)\n1\.500000E\+0\n$/,
  ],
  'a supply of one’s own': [
    'own.yaml',
    'supply: { idn: MY SUPPLY, load: 100, noise: 0 }',
    ['*IDN?', 'VOLT 5', 'MEAS:CURR?'],
    /^MY SUPPLY\n5\.000000E-2\n$/,
  ],
  'commands: as they are written': [
    'supply.yaml',
    supply,
    ['-e', 'crlf', 'MEAS:VOLT?', 'ALL?', 'WAV?'],
    /^1\.2[456]\d+E\+0\n1\.50\nblock of 3 bytes: 00 0a ff\n$/,
  ],
  'a table, in JSON': [
    'table.json',
    table,
    ['A?', 'TEXT?', 'WAVE?', 'CODED?', 'HALF?', 'NOTHING', 'OTHER?'],
    /^one\nblock of 3 bytes: 61 00 62\nblock of 5 bytes: 80 86 8c 93 99\nblock of 2 bytes: 80 81\nhalf\nwhat\?\n$/,
  ],
  'an oscilloscope of one’s own': [
    'scope.yaml',
    'scope: { idn: MY SCOPE, points: 3 }',
    ['*IDN?', 'WAV:DATA?'],
    /^MY SCOPE\nblock of 3/,
  ],
  'an echo': ['echo.yaml', 'device: echo\nfaults: banner Hello', ['A?', '--banner', '1'], /^A\?\n$/],
  'a module in TypeScript': [
    'config.ts',
    `const idn: string = 'TS'\nexport default { device: { '*IDN?': idn }, faults: { kind: 'banner', text: 'hi' } }\n`,
    ['*IDN?', '--banner', '1'],
    /^TS\n$/,
  ],
  'a module in JavaScript': [
    'config.mjs',
    `export default { device: (request) => request.toLowerCase() }\n`,
    ['ABC?'],
    /^abc\?\n$/,
  ],
}

test.concurrent.each(Object.entries(configs))('%s', async (_name, [file, config, args, stdout]) => {
  await using sim = await started(file, config)
  expect(await sim.ask(...args)).toMatch(stdout)
})

const wrong: readonly (readonly [file: string, config: string, says: RegExp])[] = [
  [
    'x.yaml',
    'port: 5025',
    /x\.yaml: what is to be simulated\? one of the keys device, scope, supply, replies, scpi is needed\n$/,
  ],
  ['x.yaml', 'device: echo\nscope: {}', /what is to be simulated\? device or scope\?/],
  ['x.yaml', 'device: ekko', /x\.yaml: device: expected scope, supply, echo, silent, got "ekko"/],
  ['x.yaml', 'device: echo\nport: x', /x\.yaml: port: expected an integer from 0 to 65535, got "x"/],
  ['x.yaml', 'device: echo\nprot: 1', /x\.yaml: unknown key "prot": did you mean "port"\? \(known: host, port, eol/],
  ['x.yaml', 'device: echo\neol: ""', /x\.yaml: eol: Expected lf, crlf, cr/],
  ['x.yaml', 'device: echo\ntls: { key: k.pem }', /x\.yaml: tls\.key: ENOENT/],
  ['x.yaml', 'device: [', /x\.yaml:1:\d+: /],
  ['x.yaml', 'replies:\n  *IDN?: x', /x\.yaml:2:\d+: .+ \(put what begins with a star in quotes: '\*IDN\?'\)/],
  ['x.yaml', 'replies: { "A?": { foo: 1 } }', /x\.yaml: replies\."A\?": unknown key "foo" \(known: block, raw/],
  ['x.yaml', 'replies: { A: { period: 1 } }', /x\.yaml: replies\.A: expected one of the keys block, raw/],
  [
    'x.yaml',
    'replies: { A: { block: { hex: 0g } } }',
    /replies\.A\.block\.hex: expected pairs of hexadecimal digits, got "0g"/,
  ],
  ['x.yaml', 'replies: { A: { delay: soon } }', /replies\.A\.delay: expected a time such as 200ms, got "soon"/],
  [
    'x.yaml',
    'replies: { A: { delay: 1, reply: { around: 1 } } }',
    /replies\.A\.reply: expected a reply that is the same/,
  ],
  ['x.yaml', 'replies: { A: [1, [2]] }', /replies\.A\[1\]: expected a text, got a list/],
  ['x.yaml', 'replies: { A: { stream: [] } }', /replies\.A\.stream: expected sine, count or a list of lines/],
  ['x.yaml', 'scpi: { commands: { "a b": 1 } }', /x\.yaml: scpi: "a b" in the pattern a b is no SCPI mnemonic/],
  [
    'x.yaml',
    'scpi: { settings: { VOLT: { initial: 5, max: 1 } } }',
    /settings\.VOLT\.initial: expected a number from -Infinity to 1/,
  ],
  [
    'x.yaml',
    'scpi: { commands: { "V?": { of: VOLT } } }',
    /commands\."V\?"\.of: expected one of the settings \(none\), got "VOLT"/,
  ],
  ['x.yaml', 'scpi: { settings: { A: x }, commands: { "V?": { of: A } } }', /expected a number, got "x"/],
  ['x.yaml', 'supply: { load: 0 }', /x\.yaml: supply: options\.load must be from 0\.001/],
  ['x.yaml', 'device: echo\nfaults: [delay]', /faults\[0\]: delay: how long\?/],
  ['x.yaml', 'device: echo\nfaults: [delay 1 match=/(/]', /faults\[0\]: delay: match is no regular expression/],
  ['x.yaml', 'device: echo\nfaults: [silence every=x]', /faults\[0\]: silence: every must be an integer, not "x"/],
  ['x.yaml', 'device: echo\nfaults: [refuse 5]', /faults\[0\]: refuse: it takes no "5"/],
  ['x.yaml', 'device: echo\nfaults: [silense]', /faults\[0\]: "silense" is no fault: did you mean "silence"\? known: /],
  ['x.yaml', 'device: echo\nfaults: [fire]', /faults\[0\]: "fire" is no fault; known: refuse, reboot/],
  ['x.toml', 'device = 1', /x\.toml: expected scope, supply, echo, silent, or a file: \.yaml, \.yml, \.json/],
  ['x.mjs', 'export default 5', /x\.mjs: expected export default { device, \.\.\. }/],
  ['x.mjs', 'export default { device: 5 }', /x\.mjs: device must be a function or a table/],
  ['x.mjs', 'throw new Error("broken")', /x\.mjs: broken/],
  ['x.json', '{ "device": "echo", "faults": [5] }', /"5" is no fault/],
]

test.concurrent.each(wrong)('%s: %j', async (file, config, says) => {
  await using files = await folder()
  await writeFile(files.path(file), config)
  const { code, stdout, stderr } = await inProcess(['sim', files.path(file), '--port', '0'])
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
  expect(stderr).toMatch(/^sockio: [^\n]+\n$/)
  expect(stderr).toMatch(says)
})

test.each([
  ['supply', 'SOCKIO,SUPPLY,0,1.0\n'],
  ['scope', 'SOCKIO,SCOPE,0,1.0\n'],
  ['echo', '*IDN?\n'],
])('sockio sim %s', async (name, reply) => {
  await using run = new Run(['sim', name, '--port', '0'])
  const [, url = ''] = await run.says(/listening on (tcp:\S+)\n/)
  expect((await inProcess(['query', url, '*IDN?'])).stdout).toBe(reply)
})

test('noise is the same on every run, and another with another seed', async () => {
  const measured = async (more: string) => {
    await using sim = await started('x.yaml', `replies: { 'A?': { around: 1 }, 'B?': { around: 1 } }\n${more}`)
    return await sim.ask('A?', 'A?', 'B?')
  }
  const [one, again, other] = [await measured(''), await measured('seed: 1'), await measured('seed: 7')]
  expect(again).toBe(one)
  expect(other).not.toBe(one)
  expect(new Set(one.split('\n')).size).toBe(4) // three numbers that differ, and the end
})

test('no such file', async () => {
  expect(await inProcess(['sim', '/nonexistent.yaml'])).toMatchObject({ code: 2, stderr: /ENOENT/ })
})

test('a port in use: 1, and what to do', async () => {
  await using other = await simulate({})
  const { code, stderr } = await inProcess(['sim', '--port', `${other.port}`])
  expect(code).toBe(1)
  expect(stderr).toMatch(
    /EADDRINUSE[^(]+\(the port is in use: another one, or 0 for any that is free, goes with --port\)\n$/,
  )
})

test('faults are switched on and off by lines from stdin', async () => {
  await using sim = await started('x.yaml', 'replies: { "A?": one }\nfaults: [banner Hello there]', ['--quiet'])
  const { run } = sim
  const say = async (line: string, told: RegExp) => {
    run.child.stdin.write(`${line}\n`)
    await run.says(told)
  }
  await say('faults', /-- 1: banner text="Hello there"\n/)
  await say('off banner', /-- off 1: banner/)
  await say('silence match=/^A/ times=1', /-- on 2: silence match=\/\^A\/ times=1\n/)
  expect(await sim.ask('A?', '-t', '500')).toBe('')
  expect(await sim.ask('A?')).toBe('one\n')
  await say('status', /-- tcp:\S+: \d clients now, 2 ever\n-- 2 requests, 0 faults in force\n/) // it was for one request
  await say('twice', /-- on 3: twice\n/)
  expect(await sim.ask('A?', '--lines', '2')).toBe('one\none\n')
  await say('off 3', /-- off 3: twice\n/)
  await say('off 3', /sockio: no such fault is in force: 3\n/)
  await say('off', /-- no fault is in force\n/)
  await say('delay', /sockio: delay: how long\? a time such as 200ms is missing\n/)
  await say('fire', /sockio: "fire" is neither a fault nor a command: try help\n/)
  await say('help', /-- single-client\n-- {7}while there is a client/)
  await say('reboot 1h', /-- on 4: reboot ms=3600000\n/)
  expect((await inProcess(['query', sim.url, 'A?'])).code).toBe(3)
  await say('off reboot', /-- off 4/)
  expect(await sim.ask('A?')).toBe('one\n')
  run.child.stdin.write('exit\n')
  expect((await run.end()).code).toBe(0)
})

test('send and disconnect', async () => {
  await using sim = await started('x.yaml', 'device: silent')
  const { hostname, port } = new URL(sim.url)
  const client = connect(Number(port), hostname)
  client.write('hello\n')
  await sim.run.says(/^\d\d:\d\d:\d\d\.\d{3} hello$/m) // the requests are printed
  sim.run.child.stdin.write('send EVENT\\x07 1\n')
  const [data] = await once(client, 'data')
  expect(String(data)).toBe('EVENT\x07 1\n')
  sim.run.child.stdin.write('disconnect\n')
  await once(client, 'end')
  client.destroy()
})

describe('without a terminal', () => {
  test.each(['SIGINT', 'SIGTERM'] as const)('it goes on at the end of stdin, until %s', async (signal) => {
    await using run = new Run(['sim', '--port', '0'])
    const [, url = ''] = await run.says(/listening on (tcp:\S+)\n/)
    run.child.stdin.end('faults\n')
    await run.says(/no fault is in force/)
    expect(await inProcess(['query', url, '*IDN?'])).toMatchObject({ code: 0, stdout: 'SOCKIO,SCOPE,0,1.0\n' })
    run.child.kill(signal)
    expect(await run.end()).toMatchObject({ code: 0, stderr: '-- no fault is in force\n' })
  })
})

describe.skipIf(!hasTerminal)('at a terminal', () => {
  test('a prompt, requests above it, and Ctrl-C', async () => {
    await using terminal = new Terminal(['sim', '--port', '0'])
    await terminal.shows(/listening on tcp:/)
    await terminal.shows(/sim> $/)
    terminal.type('delay 1ms\r')
    await terminal.shows(/-- on 1: delay ms=1\nsim> $/)
    const port = /listening on tcp:\/\/127\.0\.0\.1:(\d+)/.exec(terminal.text)?.[1]
    await inProcess(['query', `localhost:${port}`, '*IDN?'])
    await terminal.shows(/\d \*IDN\?\nsim> $/)
    terminal.type('\x03')
    expect(await terminal.end()).toBe(0)
  })

  test('in the background (&) it does not touch the terminal', async () => {
    const behind = (command: string) => `bash -c 'set -m; ${command.replaceAll("'", '"')} & read -r _; kill %1; wait'`
    await using terminal = new Terminal(['sim', '--port', '0'], {}, behind)
    await terminal.shows(/listening on tcp:/)
    const port = /listening on tcp:\/\/127\.0\.0\.1:(\d+)/.exec(terminal.text)?.[1]
    expect(await inProcess(['query', `localhost:${port}`, '*IDN?'])).toMatchObject({ code: 0 })
    expect(terminal.text).not.toContain('sim> ')
    terminal.type('\r')
    await terminal.end()
  })
})
