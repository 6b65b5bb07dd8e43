/** A driver on the command line: `describe`, `get`, `set`, `sim` and `shell --driver`. */
import { writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { device, simulate } from '@sockio/sim'
import { describe, expect, test } from 'vitest'
import ovenDriver from './drivers/oven.ts'
import supply from './drivers/supply.ts'
import { folder } from './folder.ts'
import { inProcess } from './in-process.ts'
import { Run, sockio } from './sockio.ts'
import { hasTerminal, Terminal } from './terminal.ts'

const path = (name: string) => fileURLToPath(new URL(`drivers/${name}`, import.meta.url))
const file = path('supply.ts')
const several = path('several.mjs')

const playing = async () => {
  const played = device(supply, { current: ({ voltage }) => voltage / 10, curve: Float32Array.of(1, 2.5) })
  return { played, simulated: await simulate(played) }
}

test('describe: a row for each member', async () => {
  const { code, stdout, stderr } = await inProcess(['describe', file])
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  expect(stdout.split('\n').map((row) => row.split(/ {2,}/))).toEqual([
    ['identity', 'identity', '*IDN?'],
    ['reset', 'action', '*RST'],
    ['voltage', 'number, 0 to 30 V', 'VOLT?', 'VOLT {}'],
    ['output', 'off | on', 'OUTP?', 'OUTP {}'],
    ['beeper', 'true | false', 'SYST:BEEP:STAT?', 'SYST:BEEP:STAT {}'],
    ['label', 'quoted', 'LAB?', 'LAB {}'],
    ['limits', '{ low: number, high: number }', 'LIM?', 'LIM {}'],
    ['steps', 'list of number, s', 'STEP?', 'STEP {}'],
    ['curve', 'float32', 'CURV?', 'CURV {}'],
    ['current', 'number, A', 'MEAS:CURR?'],
    ['move', 'action of 2'],
    ['channel.1.scale', 'number, at least 0.1', 'CHAN1:SCAL?', 'CHAN1:SCAL {}'],
    ['channel.2.scale', 'number, at least 0.1', 'CHAN2:SCAL?', 'CHAN2:SCAL {}'],
    ['sweep', 'procedure of 2'],
    [''],
  ])
  expect(JSON.parse((await inProcess(['describe', file, '--json'])).stdout)).toEqual(supply.describe())
})

describe('get', () => {
  test.concurrent.each<readonly [args: readonly string[], stdout: string]>([
    [['voltage'], '0\n'],
    [['current', 'output'], 'current  0 A\noutput   off\n'],
    [['channel.2.scale'], '0.1\n'],
    [['curve'], '1,2.5\n'],
    [['limits', '--json'], '{"name":"limits","value":{"low":0,"high":0}}\n'],
    [['curve', 'current', '--json'], '{"name":"curve","value":[1,2.5]}\n{"name":"current","value":0,"unit":"A"}\n'],
    [['identity'], '{"manufacturer":"SOCKIO","model":"SIMULATOR","serial":"0","firmware":"1.0"}\n'],
  ])('%j', async (args, stdout) => {
    const { simulated } = await playing()
    await using instrument = simulated
    expect(await inProcess(['get', file, ...args, '--url', instrument.url])).toEqual({ code: 0, stdout, stderr: '' })
  })

  test('without names: all that there is', async () => {
    const { simulated } = await playing()
    await using instrument = simulated
    const { stdout } = await sockio(['get', file], '', { env: { SOCKIO_URL: instrument.url } })
    expect(stdout).toMatch(/^identity +\{.*\nvoltage +0 V\noutput +off\nbeeper +false\nlabel\nlimits +\{/)
    expect(stdout).toMatch(
      /\nsteps +\[\]\ncurve +1,2\.5\ncurrent +0 A\nchannel\.1\.scale +0\.1\nchannel\.2\.scale +0\.1\n$/,
    )
  })
})

describe('set', () => {
  test.concurrent.each<readonly [args: readonly string[], values: object]>([
    [['voltage', '5'], { voltage: 5 }],
    [['voltage', '1.5e1', 'output', 'on', 'beeper', 'true'], { voltage: 15, output: 'on', beeper: true }],
    [
      ['beeper', 'ON', 'label', 'a "b"; c', 'limits', '1,2'],
      { beeper: true, label: 'a "b"; c', limits: { low: 1, high: 2 } },
    ],
    [['limits', '{"low":-1,"high":1e3}', 'steps', '[1,2]'], { limits: { low: -1, high: 1000 }, steps: [1, 2] }],
    [['steps', '1,2.5', 'curve', '1,-2,0.5'], { steps: [1, 2.5], curve: Float32Array.of(1, -2, 0.5) }],
    [['curve', '[]', 'channel.2.scale', '3'], { curve: new Float32Array(), channel: { 2: { scale: 3 } } }],
  ])('%j', async (args, values) => {
    const { played, simulated } = await playing()
    await using instrument = simulated
    expect(await inProcess(['set', file, ...args, '--url', instrument.url])).toEqual({
      code: 0,
      stdout: '',
      stderr: '',
    })
    expect(played.values).toMatchObject(values)
  })

  test.concurrent.each<readonly [args: readonly string[], stderr: string]>([
    [['voltage', '50'], 'voltage: expected a number from 0 to 30 V, got 50'],
    [['voltage', 'x'], 'voltage: expected number, 0 to 30 V, got "x"'],
    [['voltage', ''], 'voltage: expected number, 0 to 30 V, got ""'],
    [['output', 'maybe'], 'output: expected off | on, got "maybe"'],
    [['beeper', '2'], 'beeper: expected true | false, got "2"'],
    [['limits', '1'], 'limits: expected { low: number, high: number }, got "1"'],
    [['limits', '{"low":'], 'limits: expected { low: number, high: number }, got "{"low":"'],
    [['curve', '1,,2'], 'curve: expected float32, got "1,,2"'],
    [['current', '5'], "current is a reading: it can't be set"],
    [['move', '5'], "move is an action: it can't be set"],
    [['sweep', '5'], "sweep is a procedure: it can't be set"],
    [['volage', '5'], 'the driver has no member "volage": did you mean "voltage"?'],
    [['channel', '5'], 'the driver has no member "channel"; in it: channel.1.scale, channel.2.scale'],
    [['voltage', '5', 'output'], 'to what shall output be set? (a value is missing)'],
  ])('%j: nothing is sent', async (args, stderr) => {
    const { simulated } = await playing()
    await using instrument = simulated
    const outcome = await inProcess(['set', file, ...args, '--url', instrument.url])
    expect({ code: outcome.code, stdout: outcome.stdout }).toEqual({ code: 2, stdout: '' })
    expect(outcome.stderr).toBe(`sockio: ${stderr}\n`)
    expect(instrument.requests).toEqual([])
  })

  test('what the instrument refuses is told with its number', async () => {
    await using instrument = await simulate(device(supply.with({ voltage: { max: 6 } })))
    const { code, stderr } = await inProcess(['set', file, 'voltage', '20', '--url', instrument.url])
    expect(code).toBe(1)
    expect(stderr).toMatch(/the instrument says -222, "Data out of range"/)
  })
})

test.concurrent.each<readonly [args: readonly string[], message: RegExp]>([
  [['get', 'none.ts', 'voltage', '--url', 'localhost:1'], /^sockio: none\.ts: .*Cannot find module/],
  [
    ['get', 'supply.yaml', 'voltage', '--url', 'localhost:1'],
    /^sockio: supply\.yaml: a driver is a module: \.ts, \.mts, \.js, \.mjs\n$/,
  ],
  [['describe', several], /several\.mjs: which of its drivers\? --export counter, or meter\n$/],
  [['sim', several], /several\.mjs: which of its drivers\? --device counter, or meter\n$/],
  [
    ['describe', several, '--export', 'metre'],
    /several\.mjs: it exports counter, meter, but no driver "metre": did you mean "meter"\?\n$/,
  ],
  [['describe', several, '--export', 'limit'], /it exports counter, meter, but no driver "limit"/],
  [
    ['describe', path('../config.ts')],
    /config\.ts: it exports no driver, as instrument\(\) of @sockio\/instrument makes them\n$/,
  ],
  [
    ['sim', path('../config.ts'), '--device', 'x'],
    /config\.ts: --device goes with a module of drivers, or a model of pyvisa-sim/,
  ],
  [['get', file, 'voltage'], /error: required option '-u, --url <url>' not specified|get: required option/],
  [['get', file, 'move', '--url', 'localhost:1'], /^sockio: move is an action: it has no value\n$/],
  [['get', file, 'toString', '--url', 'localhost:1'], /^sockio: the driver has no member "toString"/],
])('%j', async (args, message) => {
  const { code, stderr } = await sockio(args)
  expect(code).toBe(2)
  expect(stderr).toMatch(message)
})

test('a Node that knows no TypeScript is told what to do', async () => {
  const { code, stderr } = await sockio(['describe', file], '', {
    env: { NODE_OPTIONS: '--no-experimental-strip-types' },
  })
  expect(code).toBe(2)
  expect(stderr).toMatch(
    /\(TypeScript needs Node 22\.18 or later; before, NODE_OPTIONS=--experimental-strip-types does, or a compiled file\)\n$/,
  )
})

test('a package that the driver does not find is told how to get', async () => {
  await using files = await folder()
  await writeFile(
    files.path('own.mjs'),
    "import { instrument } from '@sockio/instrument'\nexport default instrument({})\n",
  )
  const { code, stderr } = await sockio(['describe', files.path('own.mjs')])
  expect(code).toBe(2)
  expect(stderr).toMatch(
    /Cannot find package '@sockio\/instrument'.*\(npm install @sockio\/instrument, in its folder or one above\)\n$/,
  )
})

test('a module in a folder of CommonJS is told what to do', async () => {
  await using files = await folder()
  await writeFile(files.path('package.json'), '{ "type": "commonjs" }')
  await writeFile(
    files.path('own.js'),
    "import { instrument } from '@sockio/instrument'\nexport default instrument({})\n",
  )
  const { code, stderr } = await sockio(['describe', files.path('own.js')])
  expect(code).toBe(2)
  expect(stderr).toMatch(/\(name it \.mts or \.mjs, or put "type": "module" into the package\.json of its folder\)\n$/)
})

test('sim: the definition is the simulator, and the connection is as the driver says', async () => {
  await using sim = new Run(['sim', several, '--device', 'meter', '--port', '0'])
  const [, url = ''] = await sim.says(/listening on (tcp:\S+)\n/)
  const on = ['--export', 'meter', '--url', url]
  expect(await inProcess(['set', several, 'range', '3', ...on])).toMatchObject({ code: 0 })
  expect(await inProcess(['get', several, 'range', ...on])).toMatchObject({ code: 0, stdout: '3\n' })
  expect(await inProcess(['query', url, 'RANGE?', '--eol', 'cr'])).toMatchObject({ stdout: '3\n' })
})

test('an option of the command line counts before what the driver says of its connection', async () => {
  await using instrument = await simulate({ 'RANGE?': '4' }) // lines that end with LF, and not with CR
  const on = ['--export', 'meter', '--url', instrument.url]
  expect(await inProcess(['get', several, 'range', ...on, '--eol', 'lf'])).toMatchObject({ code: 0, stdout: '4\n' })
})

describe('shell', () => {
  const talks: readonly (readonly [stdin: string, stdout: string, stderr: RegExp, code?: number])[] = [
    ['voltage\nvoltage 5\nvoltage\nVOLT?\nvoltage=6\nvoltage = 7\nVOLT?\n', '0 V\n5 V\n5\n7\n', /^$/],
    ['output on\noutput\nlimits {"low":1,"high":2}\nlimits\n', 'on\n{"low":1,"high":2}\n', /^$/],
    ['move 1 2\nreset\nsweep 1, 3\nsweep 2 2\n', '[1,2,3]\n[2]\n', /^$/],
    [
      '.members channel.1\n',
      '',
      /^-- channel\.1\.scale {2}number, at least 0\.1 {2}CHAN1:SCAL\? {2}CHAN1:SCAL \{\}\n$/,
    ],
    ['.members x\n', '', /^sockio: the driver has no member "x"\n$/, 1],
    ['voltage 50\n', '', /^sockio: voltage: expected a number from 0 to 30 V, got 50\n$/, 2],
    ['current 5\n', '', /^sockio: current is a reading: it can't be set\n$/, 2],
    ['.timing\nvoltage\n', '0 V\n', /^-- timing is on\n-- [\d.]+ ms\n$/],
  ]
  const rows = talks.map(([stdin, stdout, stderr, code = 0]) => ({ stdin, stdout, stderr, code }))
  test.concurrent.each(rows)('$stdin', async ({ stdin, stdout, stderr, code }) => {
    const { simulated } = await playing()
    await using instrument = simulated
    const outcome = await sockio(['shell', instrument.url, '--driver', file, '--timeout', '60s'], stdin)
    expect({ code: outcome.code, stdout: outcome.stdout }).toEqual({ code, stdout })
    expect(outcome.stderr).toMatch(stderr)
  })

  describe('what takes long', () => {
    const oven = path('oven.ts')

    test.each([
      ['SIGINT', 130],
      ['SIGTERM', 143],
    ] as const)('%s ends a procedure, which cleans up first', async (signal, code) => {
      await using instrument = await simulate(device(ovenDriver))
      await using run = new Run(['shell', instrument.url, '--driver', oven, '--timeout', '60s'])
      run.child.stdin.write('bake\n')
      await instrument.received('HEAT 1')
      run.child.kill(signal)
      expect(await run.end()).toMatchObject({ code, stdout: '' })
      expect(instrument.requests).toEqual(['HEAT 1', 'HEAT 0'])
    })

    test('Ctrl-C ends an action', async () => {
      await using instrument = await simulate(() => undefined)
      await using run = new Run(['shell', instrument.url, '--driver', oven, '--timeout', '60s'])
      run.child.stdin.write('door\n')
      await instrument.received('*OPC?')
      run.child.kill('SIGINT')
      expect(await run.end()).toMatchObject({ code: 130, stdout: '' })
    })

    test.each([
      ['probe\n', 50],
      ['.timeout 70ms\nprobe\n', 70],
      ['.timeout 70ms\ndoor\n', 70],
    ])('%j is waited for as long as the driver says, or .timeout', async (stdin, ms) => {
      await using instrument = await simulate(() => undefined)
      const { code, stderr } = await sockio(['shell', instrument.url, '--driver', oven, '--timeout', '60s'], stdin)
      expect({ code, stderr }).toMatchObject({ code: 4, stderr: expect.stringContaining(`in ${ms} ms`) })
    })
  })

  test('without a driver there are no members', async () => {
    const { simulated } = await playing()
    await using instrument = simulated
    expect((await sockio(['shell', instrument.url], '.members\n')).stderr).toBe(
      'sockio: .members needs a driver: sockio shell --driver FILE\n',
    )
  })

  describe.skipIf(!hasTerminal)('at a terminal', () => {
    test('Tab completes names, choices and bounds', async () => {
      const { played, simulated } = await playing()
      await using instrument = simulated
      await using terminal = new Terminal(['shell', instrument.url, '--driver', file, '--timeout', '60s'])
      await terminal.shows(/> $/)
      const completed: readonly (readonly [begun: string, rest: RegExp])[] = [
        ['volt', /age$/],
        ['voltage 3', /0$/],
        ['output of', /f$/],
        ['channel.2.', /scale$/],
        ['beeper = t', /rue$/],
      ]
      for (const [begun, rest] of completed) {
        terminal.type(begun)
        await terminal.shows(new RegExp(`${begun.replaceAll('.', '\\.')}$`))
        terminal.type('\t') // by itself: what comes at once was pasted
        await terminal.shows(rest)
        terminal.type('\x15')
        await terminal.shows(/> $/)
      }
      terminal.type('voltage 30\routput on\rvoltage\r')
      await terminal.shows(/\n30 V\n/)
      terminal.type('voltage 99\r')
      await terminal.shows(/voltage: expected a number from 0 to 30 V, got 99/)
      expect(played.values).toMatchObject({ voltage: 30, output: 'on' })
    })
  })
})
