/** The consoles and configurations of the README are what one sees: each is run, and compared but for its figures. */
import { execFile } from 'node:child_process'
import { chmod, mkdir, readFile, symlink, writeFile } from 'node:fs/promises'
import { promisify } from 'node:util'
import { type SimulatedDevice, scope, simulate } from '@sockio/sim'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { loadConfig } from '../src/sim/config.ts'
import { sine } from '../src/sim/replies.ts'
import { type Folder, folder } from './folder.ts'
import { inProcess } from './in-process.ts'
import { bin, env, Run, sockio } from './sockio.ts'
import { hasTerminal, Terminal } from './terminal.ts'

const readme = await readFile(new URL('../README.md', import.meta.url), 'utf8')
const blocks = (language: string) =>
  [...readme.matchAll(new RegExp(`^\`\`\`${language}\n([\\s\\S]*?)^\`\`\`$`, 'gm'))].map((match) => match[1] ?? '')

/** A whole block of commands, each a process, on a machine that is busy. */
const HANGS = 110_000

interface Step {
  readonly command: string
  readonly output: readonly string[]
}

/** The lines that a person types, behind a prompt, and what follows each. */
function steps(block: string, prompt: RegExp): Step[] {
  const found: { command: string; output: string[] }[] = []
  for (const line of block.trimEnd().split('\n')) {
    const typed = prompt.exec(line)
    if (typed !== null) found.push({ command: line.slice(typed[0].length), output: [] })
    else found.at(-1)?.output.push(line)
  }
  return found
}

/** Figures, bars and times may be others; `...` stands for any lines; rows of the same kind may be more or fewer. */
function likeness(lines: readonly string[]): RegExp {
  const patterns = lines.map((line) => {
    if (line === '...') return '(?:.*\n)*'
    const literal = line.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replace(/\s+/g, '\\s+')
    return `${literal.replace(/[\d]+(?:(?:\\\.|[,:])\d+)*(?:-\d\d-\d\dT[\d:\\.]+Z)?/g, '[-\\d.,:TZ]+').replace(/[█▏▎▍▌▋▊▉]+/g, '[█▏▎▍▌▋▊▉]*')}\n`
  })
  const kinds = patterns.filter((pattern, i) => pattern !== patterns[i - 1])
  return new RegExp(
    `^${kinds.map((pattern) => (patterns.filter((other) => other === pattern).length > 1 ? `(?:${pattern})+` : pattern)).join('')}$`,
  )
}

/** The driver that the page shows first. */
const driver = blocks('ts').find((block) => block.startsWith('// supply.ts')) ?? ''

let device: SimulatedDevice
let supply: SimulatedDevice
let files: Folder
beforeAll(async () => {
  device = await simulate(scope({ line: sine }))
  files = await folder()
  await writeFile(files.path('supply.ts'), driver)
  await symlink(new URL('../node_modules', import.meta.url).pathname, files.path('node_modules'))
  supply = await simulate((await loadConfig(files.path('supply.ts'))).device)
  await mkdir(files.path('bin'))
  for (const [name, shift] of [
    ['sockio', ''],
    ['npx', 'shift; '],
  ] as const) {
    await writeFile(files.path('bin', name), `#!/bin/sh\n${shift}exec '${process.execPath}' '${bin}' "$@"\n`)
    await chmod(files.path('bin', name), 0o755)
  }
})
afterAll(async () => {
  await device?.close()
  await supply?.close()
  await files?.[Symbol.asyncDispose]()
})

const here = (text: string) =>
  text
    .replaceAll('scope.lab:5025', `${device.host}:${device.port}`)
    .replaceAll('supply.lab:5025', `${supply.host}:${supply.port}`)

/** Runs the commands of a block one after the other in one shell, as they are typed. */
async function shell(commands: readonly string[]): Promise<string[]> {
  const script = commands.map((command) => `${here(command)} 2>&1; status=$?; echo @@@; (exit $status)`).join('\n')
  const { stdout } = await promisify(execFile)('bash', ['-c', script], {
    cwd: files.path(),
    env: { ...env, PATH: `${files.path('bin')}:${env.PATH}` },
    timeout: HANGS,
  }).catch((error: { stdout: string }) => error) // the last command may be one that fails
  return stdout.split('@@@\n').slice(0, -1)
}

const typed = blocks('console').map((block) => steps(block, /^\$ /))
const endless = /sockio (?:wire|sim|shell|hub)|cli (?:sim|shell)/ // those of the hub are in hub.test.ts
const plain = typed.filter((block) => block.every(({ command }) => !endless.test(command)))

test('there is something to check', () => {
  expect(plain.length).toBeGreaterThan(5)
  expect(typed.length - plain.length).toBe(5)
})

test.each(plain.map((block) => [block[0]?.command ?? '', block] as const))('$ %s', async (_name, block) => {
  const outputs = await shell(block.map(({ command }) => command))
  for (const [i, { command, output }] of block.entries()) {
    if (output.length > 0) expect(outputs[i], command).toMatch(likeness(output.map(here)))
  }
})

describe.skipIf(!hasTerminal)('at a terminal', () => {
  const talk = async (terminal: Terminal, block: string, prompt: RegExp) => {
    for (const { command, output } of steps(block, prompt)) {
      await terminal.shows(/> $/)
      terminal.type(`${command}\r`)
      for (const line of output) await terminal.shows(new RegExp(likeness([line]).source.slice(1, -1)))
    }
  }
  const blockOf = (command: string) => blocks('console').find((block) => block.startsWith(`$ ${command}`)) ?? ''

  test('sockio shell', async () => {
    const block = here(blockOf('sockio shell'))
      .replace('wave.bin', files.path('saved.bin'))
      .replace('wave.bin', files.path('saved.bin'))
    await using terminal = new Terminal(['shell', `${device.host}:${device.port}`])
    await talk(terminal, block, /^[\d.:]+> /)
    expect((await readFile(files.path('saved.bin'))).length).toBe(1000)
  })

  test('sockio sim', async () => {
    await using terminal = new Terminal(['sim', '--port', '0'])
    await talk(terminal, blockOf('sockio sim'), /^sim> /)
  })
})

test('the first minute without an instrument', async () => {
  const block = typed.find(([first]) => first?.command.endsWith('sim &'))
  expect(block?.map(({ command }) => command)).toEqual([
    'npx @sockio/cli sim &',
    'npx @sockio/cli shell localhost:5025',
  ])
  await using sim = new Run(['sim', '--port', '0'])
  await sim.says(likeness(block?.[0]?.output ?? []))
  const port = /:(\d+)\n/.exec(sim.stdout)?.[1]
  expect(await sockio(['shell', `localhost:${port}`], '*IDN?\n')).toMatchObject({
    code: 0,
    stdout: 'SOCKIO,SCOPE,0,1.0\n',
  })
})

test('sockio wire', async () => {
  const [first] = typed.find(([step]) => step?.command.startsWith('sockio wire')) ?? []
  await using run = new Run(['wire', `${device.host}:${device.port}`])
  const [, port = ''] = await run.says(/listening on tcp:\/\/127\.0\.0\.1:(\d+)/)
  await inProcess(['query', `localhost:${port}`, '*IDN?'])
  await run.says(/the client has closed\n/)
  const shown = run.stdout.slice(0, run.stdout.indexOf('the client has closed\n') + 'the client has closed\n'.length)
  expect(shown).toMatch(likeness((first?.output ?? []).map(here)))
})

test.each([
  ['VOLT 2.50;VOLT?', '2.50\n', 0],
  ['READ', /^(1\.9|2\.0)\d+E\+1\n$/, 1],
  ['RANGE 100', 'OK\n', 2],
])('the configurations in YAML: %s', async (command, stdout, index) => {
  const file = files.path(`config${index}.yaml`)
  await writeFile(file, blocks('yaml')[index] ?? '')
  await using sim = new Run(['sim', file, '--port', '0'])
  const [, url = ''] = await sim.says(/listening on (\S+)\n/)
  const eol = ['lf', 'cr', 'crlf'][index] ?? ''
  expect((await inProcess(['query', url, command, '--reply', 'always', '--eol', eol])).stdout).toMatch(stdout)
})

test('every option of the help is of the help', async () => {
  const [help = '', ...others] = await Promise.all(
    [
      'query',
      'shell',
      'get',
      'set',
      'describe',
      'stream',
      'plot',
      'sim',
      'bench',
      'wire',
      'doctor',
      'watch',
      'record',
      'explain',
      'hub',
    ].map(async (name) => (await inProcess([name, '--help'])).stdout),
  )
  const known = new Set([help, ...others].join('\n').match(/--[a-z][a-z-]*/g))
  const named = [...new Set(readme.match(/(?<![\w-])--[a-z][a-z-]+/g))].filter((name) => name !== '--global')
  expect(named.filter((name) => !known.has(name))).toEqual([])
})
